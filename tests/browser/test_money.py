"""Direct debit and quotient familial, as a parent on a phone and an agent at a desk live them."""

from playwright.sync_api import Page, expect

from demo.models import SentMail
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

IBAN, WHOLE = "FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189"


def begin(parent: Page, slug: str) -> None:
    """Open a démarche and begin it."""
    parent.goto(f"/demarches/{slug}/")
    parent.get_by_role("button", name="Commencer").click()


def code_received() -> str:
    """The code of the mail that has just come."""
    body = SentMail.objects.filter(subject__contains="code").latest("pk").body
    return next(line for line in body.splitlines() if line.replace(" ", "").isdigit())


def send_off(parent: Page) -> str:
    """Past the documents and the summary; the case's number."""
    parent.get_by_role("link", name="Continuer").click()
    parent.get_by_role("button", name="Envoyer ma demande").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return number(parent)


def give_paper(parent: Page) -> None:
    """Send the first paper asked for."""
    piece = parent.locator("section.piece").first
    form = piece.locator("form:has(input[type=file])")
    if not form.is_visible():
        piece.locator("summary").click()
    form.locator("input[type=file]").first.set_input_files(paper("rib.png"))
    form.get_by_role("button", name="Envoyer ce fichier").click()
    expect(parent.locator("#messages")).to_contain_text("Document ajouté")


def accept(agent: Page, verb: str) -> None:
    """Accept, and confirm."""
    agent.get_by_role("link", name=verb).click()
    agent.locator("form.deciding").get_by_role("button", name=verb).click()


def fill_account(parent: Page) -> None:
    """The account, and the wish to sign online."""
    parent.get_by_label("IBAN").fill(IBAN)
    parent.get_by_label("En ligne, avec un code").check()
    forward(parent)


def sign(parent: Page) -> None:
    """Ask for the code, read the mandate, sign."""
    parent.get_by_role("button", name="Recevoir mon code").click()
    parent.get_by_label("J’ai lu ce mandat").check()
    parent.get_by_label("Code reçu").fill(code_received())
    parent.get_by_role("button", name="Signer le mandat").click()
    expect(parent.locator("main")).to_contain_text("avec le code envoyé à")


def test_a_parent_signs_a_mandate_and_the_agent_checks_its_account(
    town: None, new_context: Context
) -> None:
    parent, agent = enter(new_context(**PHONE), "parent"), enter(new_context(**DESK), "agent-regie")
    begin(parent, "prelevement")
    assert faults(parent) == []
    fill_account(parent)
    assert faults(parent) == []
    sign(parent)
    forward(parent)
    give_paper(parent)
    reference = send_off(parent)
    follow(parent, reference)
    open_at_desk(agent, reference)
    expect(agent.locator("body")).not_to_contain_text(WHOLE)
    take(agent)
    agent.get_by_role("button", name="Lire : Coordonnées bancaires").click()
    expect(agent.locator("#case-section-bank")).to_contain_text(WHOLE)
    assert faults(agent) == []
    accept(agent, "Accepter le mandat")
    expect(parent.locator("#case-turn")).to_contain_text("Le prélèvement est en place")
    expect(parent.locator("body")).not_to_contain_text(WHOLE)
    parent.goto("/famille/")
    parent.get_by_role("link", name="Qui a consulté nos données").click()
    expect(parent.locator("main")).to_contain_text("Bruno Sellier")
    begin(parent, "fin-prelevement")
    parent.get_by_label("J’ai compris").check()
    forward(parent)
    reference = send_off(parent)
    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("#case-turn")).to_contain_text("Le mandat est révoqué")


def test_a_parent_lets_the_town_ask_the_caf_and_the_agent_accepts(
    town: None, new_context: Context
) -> None:
    parent, agent = enter(new_context(**PHONE), "parent"), enter(new_context(**DESK), "agent-regie")
    begin(parent, "allocataire")
    parent.get_by_label("CAF", exact=True).check()
    parent.get_by_label("Numéro d’allocataire").fill("0012345")
    parent.get_by_label("La CAF ou la MSA, avec mon accord").check()
    assert faults(parent) == []
    forward(parent)
    parent.get_by_label("Date de naissance").fill("1988-05-12")
    parent.get_by_label("Commune de naissance").fill("Beauvais")
    parent.get_by_label("Département de naissance").fill("60")
    parent.get_by_label("J’accepte que la ville demande").check()
    assert faults(parent) == []
    parent.get_by_role("button", name="Demander à la CAF").click()
    expect(parent.locator("main")).to_contain_text("Transmis par la CAF")
    assert faults(parent) == []
    forward(parent)
    reference = send_off(parent)
    open_at_desk(agent, reference)
    expect(agent.locator("body")).not_to_contain_text("864")
    take(agent)
    agent.get_by_role("button", name="Lire : Ressources").click()
    expect(agent.locator("#case-section-income")).to_contain_text("864,00")
    accept(agent, "Accepter ces ressources")
    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("#case-turn")).to_contain_text("Votre quotient est à jour")


def test_a_mandate_is_signed_with_scripts_off(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE, java_script_enabled=False), "parent")
    begin(parent, "prelevement")
    fill_account(parent)
    sign(parent)
    forward(parent)
    send_off(parent)
