"""Ties in a browser: an account asked for, rights set from a judgment, a new address proven."""

from time import monotonic

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from demo.models import SentMail
from family.models import Adult, Tie
from tests.browser.steps import (
    DESK,
    PHONE,
    Context,
    forward,
    number,
    paper,
    seen,
    sign_in,
    take,
)
from tests.factories.accounts import PASSWORD
from tests.factories.family import separated_parents
from tests.factories.money import PriceReviewFactory
from tests.factories.town import ServiceFactory, agent

SEPARATED = "Séparation ou changement de garde"


@pytest.fixture
def family(transactional_db: None) -> tuple:
    """Separated parents with accounts, and an agent of each service that treats changes."""
    (home, mother), (_away, father), child = separated_parents()
    for adult, name in ((mother, "amina"), (father, "bruno")):
        adult.user.username = name
        adult.user.save()
    agent(ServiceFactory(slug="accueil-familles", name="Accueil des familles"), username="odile")
    agent(ServiceFactory(slug="regie", name="Régie"), username="remi")
    PriceReviewFactory(household=home)
    return mother, father, child


def mail_to(page: Page, address: str, about: str) -> str:
    """The newest mail to an address about something, once the worker has sent it."""
    until = monotonic() + 30
    while monotonic() < until:
        found = SentMail.objects.filter(to__contains=address, subject__icontains=about).first()
        if found is not None:
            return found.body
        page.wait_for_timeout(200)
    raise AssertionError(f"no mail about {about!r}")


def declare(page: Page, *changes: str, dated: bool = True) -> None:
    """Begin a change of situation with these parts, to the first of their steps."""
    page.goto("/demarches/changement-situation/")
    page.get_by_role("button", name="Commencer").click()
    for change in changes:
        page.get_by_label(change).check()
    if dated:
        page.get_by_label("À partir du").fill(localdate().isoformat())
    forward(page)


def certify(page: Page) -> None:
    """The last step of the form."""
    page.get_by_label("Les renseignements que j’ai donnés").check()
    forward(page)


def send(page: Page) -> str:
    """From the documents to the acknowledgement."""
    page.get_by_role("link", name="Continuer").click()
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return number(page)


def test_an_agent_reads_a_judgment_and_the_other_parent_no_longer_sees(
    family: tuple, new_context: Context
) -> None:
    _mother, father, child = family
    parent = sign_in(new_context(**PHONE), "amina", "/accueil/")
    declare(parent, SEPARATED)
    parent.get_by_label(str(child)).check()
    parent.get_by_label("Toujours").check()
    parent.get_by_label("Un jugement ou une convention").check()
    forward(parent)
    certify(parent)
    parent.locator("input[type=file]").first.set_input_files(paper("jugement.png"))
    parent.get_by_role("button", name="Envoyer ce fichier").click()
    expect(parent.locator("#messages")).to_contain_text("Document ajouté")
    reference = send(parent)
    other = sign_in(new_context(**PHONE), "bruno", f"/demandes/{reference}/")

    clerk = sign_in(new_context(**DESK), "odile", f"/bureau/demandes/{reference}/")
    take(clerk)
    clerk.get_by_role("link", name="Fixer les droits selon le jugement").click()
    form = clerk.locator("form.deciding")
    expect(form).to_be_visible()
    seen(clerk, "judgment-form")
    rights = form.get_by_role("group", name=str(father))
    for right in ("consulte", "décide", "vient chercher", "exerce"):
        rights.get_by_label(right).uncheck()
    form.get_by_role("group", name="Foyer du père").get_by_label("Droit de visite").check()
    form.get_by_role("group", name="Foyer de la mère").get_by_label("Toujours").check()
    form.get_by_role("button", name="Fixer les droits").click()
    expect(clerk.locator("#decide-title")).to_have_text("Relisez avant de confirmer")
    seen(clerk, "judgment-review")
    clerk.set_viewport_size({"width": 390, "height": 844})
    seen(clerk, "judgment-review-phone")
    clerk.set_viewport_size({"width": 1280, "height": 900})
    clerk.get_by_role("button", name="Confirmer").click()
    expect(clerk.locator("#ruling")).to_contain_text("Bruno")
    seen(clerk, "judgment-set")

    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("#case-turn")).to_contain_text("Acceptée")
    seen(parent, "judgment-parent-phone")
    parent.goto("/famille/entourage/")
    expect(parent.locator("main")).to_contain_text("ne doit pas venir chercher")
    seen(parent, "judgment-entourage-phone")
    answer = other.goto(f"/demandes/{reference}/")
    assert answer is not None and answer.status == 404
    other.goto("/famille/historique/")
    expect(other.locator("main")).to_contain_text("Vos droits pour un enfant")
    seen(other, "judgment-other-parent-phone")
    assert Tie.objects.get(adult=father).pays
    assert mail_to(parent, father.email, "droits des parents")


def test_a_new_address_is_proven_by_its_code_with_scripts_off(
    family: tuple, new_context: Context
) -> None:
    mother = family[0]
    parent = sign_in(new_context(**PHONE, java_script_enabled=False), "amina", "/accueil/")
    declare(parent, "Nouveau téléphone ou e-mail", dated=False)
    parent.get_by_label("Nouvelle adresse e-mail").fill("nouvelle@exemple.fr")
    forward(parent)
    parent.get_by_role("button", name="Recevoir mon code").click()
    body = mail_to(parent, "nouvelle@exemple.fr", "code")
    code = next(line for line in body.splitlines() if line.replace(" ", "").isdigit())
    parent.get_by_label("Code reçu").fill("000 000")
    parent.get_by_label("Votre mot de passe").fill(PASSWORD)
    parent.get_by_role("button", name="Confirmer").click()
    expect(parent.locator("main")).to_contain_text("Ce n’est pas le bon code")
    parent.get_by_label("Code reçu").fill(code)
    parent.get_by_label("Votre mot de passe").fill(PASSWORD)
    parent.get_by_role("button", name="Confirmer").click()
    expect(parent.locator("main")).to_contain_text("C’est confirmé")
    forward(parent)
    certify(parent)
    reference = send(parent)
    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("#case-turn")).to_contain_text("Acceptée")
    assert Adult.objects.get(pk=mother.pk).email == "nouvelle@exemple.fr"
    assert "Ce n’est pas vous" in mail_to(parent, mother.email, "a changé")


def test_what_asks_for_a_code_and_the_prices_to_review_are_well_drawn(
    family: tuple, new_context: Context
) -> None:
    parent = sign_in(new_context(**PHONE), "amina", "/accueil/")
    declare(parent, "Nouveau téléphone ou e-mail", dated=False)
    seen(parent, "reach-phone")
    parent.get_by_label("Nouvelle adresse e-mail").fill("nouvelle@exemple.fr")
    forward(parent)
    seen(parent, "code-before-phone")
    parent.get_by_role("button", name="Recevoir mon code").click()
    expect(parent.get_by_label("Code reçu")).to_be_visible()
    seen(parent, "code-phone")
    parent.set_viewport_size({"width": 1280, "height": 900})
    seen(parent, "code-desk")

    clerk = sign_in(new_context(**DESK), "remi", "/bureau/prix-a-revoir/")
    seen(clerk, "prices")
    clerk.set_viewport_size({"width": 390, "height": 844})
    seen(clerk, "prices-phone")
    clerk.get_by_role("button", name="Marquer comme revu").click()
    expect(clerk.locator("#messages")).to_contain_text("marqués comme revus")
    seen(clerk, "prices-empty-phone")
    clerk.get_by_role("link", name="Revus").click()
    seen(clerk, "prices-done-phone")


def test_a_visitor_asks_for_an_account_and_opens_it_from_the_mail(
    family: tuple, new_context: Context
) -> None:
    visitor = new_context(**PHONE).new_page()
    visitor.goto("/activation/demande/")
    for label, value in {
        "Votre prénom": "Zoé",
        "Votre nom": "Le Goff",
        "Numéro et rue": "4 place du Marché",
        "Code postal": "60230",
        "Commune": "Saint-Aubin",
        "Votre adresse e-mail": "zoe@exemple.fr",
        "Prénoms de vos enfants": "Ewen",
    }.items():
        visitor.get_by_label(label, exact=True).fill(value)
    seen(visitor, "activation-form-phone")
    visitor.get_by_role("button", name="Envoyer ma demande").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    seen(visitor, "activation-asked-phone")
    reference = visitor.locator("main strong").first.inner_text()

    clerk = sign_in(new_context(**DESK), "odile", f"/bureau/demandes/{reference}/")
    take(clerk)
    seen(clerk, "activation-desk")
    clerk.get_by_role("link", name="Ouvrir une nouvelle fiche").click()
    form = clerk.locator("form.deciding")
    form.get_by_role("button", name="Ouvrir une nouvelle fiche").click()
    expect(clerk.get_by_text("C’est fait.")).to_be_visible()

    body = mail_to(visitor, "zoe@exemple.fr", "Créez votre compte")
    link = next(word for word in body.split() if "/activation/cle/" in word)
    visitor.goto(link[link.index("/activation/") :])
    visitor.get_by_role("button", name="Commencer").click()
    seen(visitor, "activation-password-phone")
    visitor.get_by_label("Choisissez un mot de passe").fill("trois petits bateaux")
    visitor.get_by_label("Le même, encore une fois").fill("trois petits bateaux")
    visitor.get_by_role("button", name="Créer mon compte").click()
    visitor.wait_for_url("**/accueil/")
    expect(visitor.locator("#messages")).to_contain_text("Votre compte est ouvert")
    seen(visitor, "activation-home-phone")
