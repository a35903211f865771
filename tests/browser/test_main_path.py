"""The main path, as three people live it: the parent's page changes by itself."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo.town.build import SEED, build_town
from tests.browser.accessibility import faults

Context = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def town(transactional_db: None) -> Iterator[None]:
    """The demo town, without its cases."""
    build_town(SEED, tell=lambda line: None)
    yield


def enter(context: BrowserContext, username: str) -> Page:
    """Sign in by the demo's own button."""
    page = context.new_page()
    page.goto("/demo/")
    page.locator(f"form[action$='/entrer/{username}/'] button").click()
    page.wait_for_load_state()
    return page


def enrol(page: Page, child: str) -> str:
    """Walk the guided form to the acknowledgement; returns the case's number."""
    page.goto("/demarches/inscription/")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label(child).check()
    forward(page)
    page.get_by_role("radio").first.check()
    forward(page)
    page.get_by_role("checkbox").first.check()
    forward(page)
    page.get_by_label("J’ai lu le règlement").check()
    page.get_by_label("Les renseignements que j’ai donnés").check()
    forward(page)
    page.get_by_role("link", name="Continuer").click()
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return page.url.split("/demandes/")[1].split("/")[0]


def forward(page: Page) -> None:
    """To the form's next step."""
    page.get_by_role("button", name="Continuer").click()


def paper(name: str = "justificatif.png") -> dict:
    """A picture as a phone would send it."""
    from io import BytesIO

    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (60, 80), "white").save(content, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": content.getvalue()}


def test_a_parent_sees_each_step_happen_without_reloading(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    agent = enter(new_context(**DESK), "agent")
    reference = enrol(parent, "Noé Dubois")
    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("[data-connection]")).to_have_attribute("data-state", "live")
    parent.evaluate("window.neverReloaded = true")

    agent.goto(f"/bureau/demandes/{reference}/")
    agent.get_by_role("button", name="Prendre le dossier").click()
    expect(parent.locator("#case-turn")).to_contain_text("Nadège Lefort étudie votre dossier")

    ask_for_address(agent)
    expect(parent.locator("#case-turn")).to_contain_text("C’est à vous")
    expect(parent.locator("#case-turn")).to_contain_text("Une facture de moins de trois mois")
    assert parent.evaluate("window.neverReloaded")

    turn = parent.locator("#case-turn")
    turn.locator("input[type=file]").first.set_input_files(paper())
    turn.get_by_role("button", name="Envoyer ce fichier").first.click()
    expect(turn.get_by_role("link", name="justificatif.png")).to_be_visible()
    parent.get_by_role("button", name="Envoyer ma réponse au service").click()
    expect(parent.locator("#case-turn")).to_contain_text("C’est au service")
    parent.evaluate("window.neverReloaded = true")

    agent.goto(f"/bureau/demandes/{reference}/")
    accept(agent)
    expect(parent.locator("#case-turn")).to_contain_text("Acceptée")
    assert parent.evaluate("window.neverReloaded")
    assert not faults(parent)


def ask_for_address(agent: Page) -> None:
    """Ask for a proof of address, item by item."""
    agent.get_by_role("link", name="Demander un complément").click()
    agent.get_by_label("Justificatif de domicile", exact=True).check()
    agent.get_by_label("Autre précision demandée").fill(
        "Une facture de moins de trois mois, s’il vous plaît."
    )
    agent.get_by_role("button", name="Demander un complément").click()


def accept(agent: Page) -> None:
    """Accept the file, and confirm."""
    agent.get_by_role("link", name="Accepter le dossier").click()
    agent.get_by_role("button", name="Accepter le dossier").click()


def test_messages_go_both_ways_live(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    agent = enter(new_context(**DESK), "agent")
    reference = enrol(parent, "Noé Dubois")
    parent.goto(f"/demandes/{reference}/")
    agent.goto(f"/bureau/demandes/{reference}/")
    expect(parent.locator("[data-connection]")).to_have_attribute("data-state", "live")

    write(parent, "Bonjour, ma fille mange sans porc. Où puis-je le dire ?")
    expect(agent.locator("#case-thread")).to_contain_text("ma fille mange sans porc")
    write(agent, "Bonjour, je l’ai noté. C’est fait !")
    expect(parent.locator("#case-thread")).to_contain_text("je l’ai noté")
    expect(parent.locator("#case-thread .message")).to_have_count(2)


def write(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.locator("#composer-text").fill(text)
    page.get_by_role("button", name="Envoyer le message").click()
