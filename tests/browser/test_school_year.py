"""A year's file and a dérogation in a browser: parent on a phone, agent and supervisor at a desk."""

from playwright.sync_api import Page, expect

from family.models import Household
from tests.browser.accessibility import faults
from tests.browser.steps import DESK, PHONE, Context, enter, forward, number, open_at_desk

SENT = "Votre demande est bien reçue"
CAMILLE = "parent"


def begin(parent: Page, slug: str) -> None:
    parent.goto(f"/demarches/{slug}/")
    parent.get_by_role("button", name="Commencer").click()


def days(page: Page, activity: str, *wished: str) -> None:
    """Tick days of an activity whose name begins so."""
    group = page.get_by_role("group", name=activity)
    for day in wished:
        group.get_by_label(day, exact=True).check()


def fill_the_year(parent: Page) -> str:
    """Both children, this year; returns the case's number."""
    begin(parent, "dossier-periscolaire")
    parent.get_by_label("Année scolaire").first.check()
    parent.get_by_label("Léa Morel").check()
    parent.get_by_label("Noé Dubois").check()
    assert faults(parent) == []
    forward(parent)
    expect(parent.get_by_role("heading", level=1)).to_contain_text("pour Léa")
    days(parent, "Accueil du soir", "Lundi", "Jeudi")
    days(parent, "Mercredis", "Mercredi")
    assert faults(parent) == []
    forward(parent)
    expect(parent.get_by_role("heading", level=1)).to_contain_text("pour Noé")
    forward(parent)
    expect(parent.locator(".error-summary")).to_contain_text("Cochez au moins un jour")
    days(parent, "Accueil du matin", "Mardi")
    forward(parent)
    parent.get_by_role("group", name="Si un jour est complet").get_by_label("Oui").check()
    parent.get_by_label("J’ai lu le règlement").check()
    parent.get_by_label("Les renseignements que j’ai donnés").check()
    assert faults(parent) == []
    forward(parent)
    parent.get_by_role("link", name="Continuer").click()
    expect(parent.locator("dl.facts")).to_contain_text("lundi, jeudi")
    assert faults(parent) == []
    parent.get_by_role("button", name="Envoyer ma demande").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text(SENT)
    return number(parent)


def decide(agent: Page, part: str, verb: str, **words: str) -> None:
    """Decide the part that comes next, and confirm."""
    expect(agent.locator("#case-turn")).to_contain_text(part)
    agent.locator("#case-decide").get_by_role("link", name=verb).click()
    form = agent.locator("form.deciding")
    for label in words.values():
        form.get_by_label(label).check()
    form.get_by_role("button", name=verb).click()
    expect(agent.get_by_text("C’est fait. La famille est prévenue.")).to_be_visible()


def test_a_year_for_two_children_is_decided_activity_by_activity(
    town: None, new_context: Context
) -> None:
    parent = enter(new_context(**PHONE), CAMILLE)
    reference = fill_the_year(parent)
    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("#case-own")).to_contain_text("Noé · Accueil du matin")
    assert faults(parent) == []
    agent = enter(new_context(**DESK), "agent")
    expect(agent.locator("ul.queue")).to_contain_text("Noé · Accueil du matin")
    open_at_desk(agent, reference)
    assert faults(agent) == []
    decide(agent, "Léa · Accueil du soir", "Accepter cette activité")
    expect(parent.locator("#case-own")).to_contain_text("Acceptée")
    verb = "Refuser cette activité"
    decide(agent, "Léa · Mercredis", verb, reason="L’âge de l’enfant ne permet pas cet accueil")
    decide(agent, "Noé · Accueil du matin", "Accepter cette activité")
    expect(parent.locator("#case-turn")).to_contain_text("Acceptée")
    expect(parent.locator("#case-turn")).to_contain_text("l’âge de l’enfant ne permet pas")
    assert faults(parent) == []
    parent.goto("/accueil/")
    expect(parent.get_by_text("Accueil du matin – Quatre-Vents").first).to_be_visible()


def test_last_year_is_renewed_in_two_taps(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), CAMILLE)
    card = parent.locator("article", has_text="Renouveler pour")
    expect(card).to_contain_text("Léa et Noé")
    assert faults(parent) == []
    card.get_by_role("button", name="Renouveler").click()
    expect(parent.locator("dl.facts")).to_contain_text("Restauration scolaire")
    assert faults(parent) == []
    parent.get_by_role("button", name="Envoyer ma demande").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text(SENT)
    parent.goto("/accueil/")
    expect(parent.get_by_text("Renouveler pour")).to_have_count(0)


def ask_for_another_school(parent: Page) -> str:
    """Noé wants the school of another district; returns the case's number."""
    begin(parent, "inscription")
    parent.get_by_label("Noé Dubois").check()
    forward(parent)
    parent.get_by_label("dérogation à demander").check()
    forward(parent)
    expect(parent.get_by_label("Jeudi")).to_be_checked()  # one does not go to school on some days
    forward(parent)
    expect(parent.get_by_role("heading", level=1)).to_contain_text("dérogation")
    parent.get_by_label("Le travail des parents").check()
    parent.get_by_label("Précisions").fill("Je travaille en face de cette école.")
    assert faults(parent) == []
    forward(parent)
    parent.get_by_label("J’ai lu le règlement").check()
    parent.get_by_label("Les renseignements que j’ai donnés").check()
    forward(parent)
    parent.get_by_role("link", name="Continuer").click()
    expect(parent.locator("dl.facts")).to_contain_text("Le travail des parents")
    parent.get_by_role("button", name="Envoyer ma demande").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text(SENT)
    return number(parent)


def move_to_the_other_district() -> None:
    """The home stands in the district of Noé’s own school."""
    Household.objects.filter(name="Martin-Dubois").update(street="3 rue du Stade")


def enter_as_head(new_context: Context) -> Page:
    """Hélène Vasseur, who supervises the service."""
    page = new_context(**DESK).new_page()
    page.goto("/demo/")
    page.locator("form[action$='/entrer/responsable/'] button").click()
    page.wait_for_url("**/bureau/**")
    return page


def test_a_derogation_is_for_the_supervisor(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), CAMILLE)
    move_to_the_other_district()
    reference = ask_for_another_school(parent)
    agent = enter(new_context(**DESK), "agent")
    open_at_desk(agent, reference)
    expect(agent.locator("#case-turn")).to_contain_text("Décider de la dérogation")
    expect(agent.get_by_role("link", name="Accorder la dérogation")).to_have_count(0)
    head = enter_as_head(new_context)
    open_at_desk(head, reference)
    expect(head.locator("#asked, .asked").first).to_contain_text("en face de cette école")
    assert faults(head) == []
    decide(head, "Décider de la dérogation", "Accorder la dérogation")
    agent.reload()
    expect(agent.locator("#case-turn")).to_contain_text("Vérifier le dossier")
