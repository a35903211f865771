"""A crèche place in a browser: asked for, listed, given by the commission, accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from activities.models import Enrolment, Group
from tests.browser.steps import DESK, PHONE, Context, forward, number, seen, sign_in, take
from tests.factories import creche
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent, supervisor


@pytest.fixture
def group(transactional_db: None) -> Group:
    """Two crèches, a family with a baby, other families in the list, an agent, a supervisor."""
    service = ServiceFactory(name="Petite enfance")
    creche.CriteriaVersionFactory(share_percent=20)
    near = creche.creche(service, places=1, slug="moulins", name="Crèche Les Petits Moulins")
    far = creche.creche(service, places=1, slug="lucioles", name="Crèche La Ronde des Lucioles")
    creche.listed(near, far, work="home", other_work="home", days=[1, 2, 4])
    household, adult, _children = one_family(children=0, first_name="Amina")
    adult.user.username = "amina"
    adult.user.save()
    creche.baby(household, adult)
    agent(service, username="sylvie", first_name="Sylvie")
    supervisor(service, username="helene", first_name="Hélène")
    return near


def looked_at(page: Page, name: str) -> None:
    """A page of this test, looked at."""
    seen(page, f"creche-{name}")


def ask(page: Page) -> str:
    """Walk the guided form to the acknowledgement."""
    page.goto("/demarches/place-creche/")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("radio").first.check()
    forward(page)
    for day in ("Lundi", "Mardi"):
        page.get_by_label(day).check()
    page.get_by_label("À partir du").fill((localdate() + timedelta(days=14)).isoformat())
    forward(page)
    page.get_by_label("Premier choix").select_option("moulins")
    page.get_by_label("Deuxième choix").select_option("lucioles")
    looked_at(page, "form-phone")
    forward(page)
    page.get_by_role("group", name="Votre situation").get_by_label("Travaille").check()
    page.get_by_label("Il n’y en a pas").check()
    looked_at(page, "situation-phone")
    forward(page)
    page.get_by_label("J’ai lu les critères").check()
    page.get_by_label("Les renseignements que j’ai donnés").check()
    forward(page)
    page.get_by_role("link", name="Continuer").click()
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return number(page)


def test_a_place_is_asked_for_given_by_the_commission_and_accepted(
    group: Group, new_context: Context
) -> None:
    parent = sign_in(new_context(**PHONE, java_script_enabled=True), "amina", "/accueil/")
    reference = ask(parent)

    clerk = sign_in(new_context(**DESK), "sylvie", f"/bureau/demandes/{reference}/")
    take(clerk)
    clerk.get_by_role("link", name="Inscrire en liste d’attente").click()
    form = clerk.locator("form.deciding")
    form.get_by_role("button", name="Inscrire en liste d’attente").click()
    expect(clerk.locator("#desk-turn-title")).to_have_text("Attendre une place")
    looked_at(clerk, "desk")

    parent.goto(f"/demandes/{reference}/")
    expect(parent.get_by_text("Rang 1 sur 2, avec 18 points")).to_have_count(2)
    parent.get_by_text("Le détail des points").first.click()
    looked_at(parent, "rank-phone")
    parent.set_viewport_size({"width": 1280, "height": 900})
    looked_at(parent, "rank-desk")
    parent.set_viewport_size({"width": 390, "height": 844})

    boss = sign_in(new_context(**DESK), "helene", "/pilotage/commissions/")
    looked_at(boss, "commissions")
    decide(boss)

    parent.reload()
    turn = parent.locator("#case-turn")
    expect(turn.get_by_role("heading")).to_contain_text("une place vous est proposée")
    looked_at(parent, "offer-phone")
    turn.get_by_role("button", name="Accepter la place").click()
    expect(turn.get_by_role("heading")).to_have_text("Acceptée")
    place = Enrolment.objects.get(case_reference=reference)
    assert (place.state, place.group) == (Enrolment.State.ACTIVE, group)


def decide(boss: Page) -> None:
    """Open the commission, read a line, close, and wait until the families are told."""
    boss.get_by_role("link", name="Ouvrir une commission").click()
    boss.get_by_label("Places libres à partir du").fill(localdate().isoformat())
    boss.get_by_role("button", name="Voir les places").click()
    boss.get_by_label("Nom de la commission").fill("Commission de janvier")
    looked_at(boss, "new")
    boss.get_by_role("button", name="Ouvrir et calculer").click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("Commission de janvier")
    looked_at(boss, "proposal")
    boss.set_viewport_size({"width": 390, "height": 844})
    looked_at(boss, "proposal-phone")
    boss.set_viewport_size({"width": 1280, "height": 900})
    session = boss.url
    boss.locator("#lines tbody a, tbody th a").first.click()
    looked_at(boss, "line")
    boss.goto(f"{session}calculs/")
    expect(boss.get_by_text("le même résultat")).to_be_visible()
    looked_at(boss, "rounds")
    boss.goto(session)
    boss.get_by_role("link", name="Clore la commission").click()
    looked_at(boss, "closing")
    boss.get_by_role("button", name="Clore et prévenir").click()
    expect(boss.get_by_text("Les familles sont prévenues")).to_be_visible()
    told = boss.get_by_role("cell", name="Annoncée")
    for _look in range(20):
        if told.count() == 2:
            break
        boss.wait_for_timeout(500)
        boss.reload()
    expect(told).to_have_count(2)
    looked_at(boss, "closed")
