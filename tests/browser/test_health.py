"""A parent tells a child's health, an agent reads it for the task, the canteen follows."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from activities.meals import serving_days
from tests.browser.accessibility import faults
from tests.browser.steps import (
    DESK,
    PHONE,
    Context,
    enter,
    follow,
    forward,
    number,
    open_at_desk,
    paper,
    take,
)

NOE = "Noé Dubois"


def yes(page: Page, question: str, answer: str = "Oui") -> None:
    """Answer one of the step's questions."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def tell_health(page: Page) -> str:
    """Walk the guided form to the acknowledgement; returns the case's number."""
    page.goto("/demarches/sante/")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label(NOE).check()
    forward(page)
    page.get_by_label("Sans viande").check()
    yes(page, "L’enfant a-t-il une allergie")
    page.get_by_label("À quoi").fill("Arachide")
    assert faults(page) == []
    forward(page)
    page.get_by_label("Médecin traitant").fill("Dr Petit, Valmont")
    yes(page, "En cas d’urgence")
    forward(page)
    yes(page, "Joignez-vous une preuve")
    forward(page)
    yes(page, "Autorisez-vous les photos", "Non")
    yes(page, "L’enfant peut-il rentrer seul", "Non")
    assert faults(page) == []
    forward(page)
    page.get_by_label("Les renseignements que j’ai donnés").check()
    page.get_by_label("J’ai compris").check()
    forward(page)
    page.locator("input[type=file]").first.set_input_files(paper("carnet.png"))
    page.get_by_role("button", name="Envoyer ce fichier").click()
    page.get_by_role("link", name="Continuer").click()
    expect(page.locator("dl.facts")).to_contain_text("Arachide")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return number(page)


def decide(agent: Page, verb: str) -> None:
    """Choose a decision, and confirm it."""
    agent.locator("#case-decide").get_by_role("link", name=verb).click()
    agent.locator("form.deciding").get_by_role("button", name=verb).click()


def see_the_canteen(agent: Page) -> None:
    """The next day's meals: counted, then by first names when one asks. Or no canteen at all."""
    today = localdate()
    coming = serving_days(today + timedelta(days=1), today + timedelta(days=7))
    agent.goto(f"/bureau/repas/?jour={coming[0] if coming else today}")
    content = agent.locator("#content")
    assert faults(agent) == []
    if not coming:
        expect(content).to_contain_text("Pas de cantine ce jour-là")
        return
    expect(content).not_to_contain_text("Noé")
    agent.get_by_role("button", name="Voir les prénoms École des Quatre-Vents").click()
    expect(content).to_contain_text("Liste du jour")
    assert faults(agent) == []


def test_from_the_parents_phone_to_the_canteen(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    agent = enter(new_context(**DESK), "agent")
    reference = tell_health(parent)
    follow(parent, reference)

    open_at_desk(agent, reference)
    expect(agent.locator("#content")).to_contain_text("se lit avec la tâche")
    expect(agent.locator("#content")).not_to_contain_text("Arachide")
    take(agent)
    agent.get_by_role("button", name="Lire la section santé").click()
    health = agent.locator("#case-health")
    expect(health).to_contain_text("Arachide")
    expect(health).to_contain_text("Dr Petit")
    assert faults(agent) == []
    decide(agent, "Mettre à jour le dossier")
    take(agent)
    decide(agent, "Vaccins à jour")
    expect(parent.locator("#case-turn")).to_contain_text("Le dossier de l’enfant est à jour")
    assert faults(parent) == []

    parent.goto("/famille/consultations/")
    expect(parent.locator("#content")).to_contain_text("Nadège Lefort")
    see_the_canteen(agent)


def test_a_pai_from_the_form_to_the_meeting_with_scripts_off(
    town: None, new_context: Context
) -> None:
    parent = enter(new_context(**PHONE, java_script_enabled=False), "parent")
    agent = enter(new_context(**DESK, java_script_enabled=False), "agent")
    parent.goto("/demarches/pai/")
    parent.get_by_role("button", name="Commencer").click()
    parent.get_by_label(NOE).check()
    forward(parent)
    parent.get_by_label("une trousse d’urgence").check()
    forward(parent)
    yes(parent, "L’enfant avait-il déjà un PAI", "Non")
    parent.get_by_label("Quand êtes-vous disponible").fill("le mardi soir")
    forward(parent)
    parent.get_by_label("J’accepte que").check()
    parent.get_by_label("J’ai compris").check()
    forward(parent)
    parent.locator("input[type=file]").first.set_input_files(paper("protocole.png"))
    parent.get_by_role("button", name="Envoyer ce fichier").click()
    parent.get_by_role("link", name="Continuer").click()
    parent.get_by_role("button", name="Envoyer ma demande").click()
    reference = number(parent)

    open_at_desk(agent, reference)
    take(agent)
    agent.locator("#case-decide").get_by_role("link", name="Fixer la réunion").click()
    day = localdate() + timedelta(days=14)
    agent.get_by_label("Jour de la réunion").fill(day.isoformat())
    agent.get_by_label("Heure").fill("16:30")
    agent.get_by_label("Lieu").fill("École des Quatre-Vents, salle 2")
    agent.locator("form.deciding").get_by_role("button", name="Fixer la réunion").click()
    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("#case-turn")).to_contain_text("École des Quatre-Vents, salle 2")
    expect(parent.locator("#case-turn")).to_contain_text("16\u00a0h\u00a030")
    take(agent)
    decide(agent, "Le PAI est signé")
    parent.reload()
    expect(parent.locator("#case-turn")).to_contain_text("Le PAI vaut pour tout le niveau scolaire")
