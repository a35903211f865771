"""A change of situation in a browser: two services decide, the parent's page follows live."""

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.browser.steps import DESK, PHONE, Context, enter, forward, number


def declare(parent: Page) -> str:
    """A move within the town and a new job, as of today; returns the case's number."""
    parent.goto("/demarches/changement-situation/")
    parent.get_by_role("button", name="Commencer").click()
    parent.get_by_label("Déménagement").check()
    parent.get_by_label("Changement de travail ou de revenus").check()
    parent.get_by_label("À partir du").fill(localdate().isoformat())
    forward(parent)
    expect(parent.get_by_role("heading", level=1)).to_contain_text("nouvelle adresse")
    parent.get_by_label("Numéro et rue").fill("3 quai du Port")
    parent.get_by_label("Code postal").fill("60230")
    parent.get_by_label("Commune", exact=True).fill("Saint-Aubin-sur-Esches")
    forward(parent)
    parent.get_by_label("Je commence ou je reprends un travail").check()
    forward(parent)
    parent.get_by_label("Les renseignements que j’ai donnés").check()
    forward(parent)
    parent.get_by_role("link", name="Continuer").click()
    parent.get_by_role("button", name="Envoyer ma demande").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return number(parent)


def accept(agent: Page, reference: str, part: str) -> None:
    """Take the part of one's service and accept it."""
    agent.goto(f"/bureau/demandes/{reference}/")
    expect(agent.locator("#case-turn")).to_contain_text(part)
    agent.get_by_role("button", name="Prendre le dossier").click()
    agent.get_by_role("link", name="Accepter ce changement").click()
    agent.locator("form.deciding").get_by_role("button", name="Accepter ce changement").click()
    expect(agent.get_by_text("C’est fait. La famille est prévenue.")).to_be_visible()


def test_two_services_decide_their_parts_and_the_address_changes(
    town: None, new_context: Context
) -> None:
    parent = enter(new_context(**PHONE), "parent")
    reference = declare(parent)
    parent.goto(f"/demandes/{reference}/")
    welcome = enter(new_context(**DESK), "agent-accueil")
    accept(welcome, reference, "Déménagement")
    expect(parent.get_by_text("Une partie de la demande est acceptée").first).to_be_visible()
    billing = enter(new_context(**DESK), "agent-regie")
    accept(billing, reference, "Changement de travail")
    expect(parent.locator("#case-turn")).to_contain_text("Acceptée")
    parent.goto("/famille/")
    expect(parent.get_by_text("3 quai du Port").first).to_be_visible()
    welcome.goto(f"/bureau/demandes/{reference}/schema/")
    expect(welcome.locator("ol.chart-list")).to_contain_text("Décider du changement")
