"""What people do on the main path, in the words of the pages."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessibility import faults
from tests.factories.accounts import PASSWORD

Context = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 900}}


def enter(context: BrowserContext, username: str) -> Page:
    """Sign in by the demo's own button."""
    page = context.new_page()
    page.goto("/demo/")
    page.locator(f"form[action$='/entrer/{username}/'] button").click()
    page.wait_for_url("**/accueil/" if "agent" not in username else "**/bureau/**")
    return page


def sign_in(context: BrowserContext, username: str, address: str) -> Page:
    """Somebody of a test's own town, in front of that page."""
    page = context.new_page()
    page.goto(f"/compte/connexion/?next={address}")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_url(f"**{address}")
    return page


def seen(page: Page, name: str) -> None:
    """Axe finds nothing, nothing overflows; a picture when one is asked for."""
    page.wait_for_load_state()
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    if where := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(where) / f"{name}.png", full_page=True, caret="initial")
    assert [*faults(page), *(["too wide"] if too_wide else [])] == [], name


def forward(page: Page) -> None:
    """To the form's next step."""
    page.get_by_role("button", name="Continuer").click()


def enrol(page: Page, child: str) -> str:
    """Walk the guided form to the acknowledgement; returns the case's number."""
    fill_the_form(page, child)
    page.get_by_role("link", name="Continuer").click()
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return number(page)


def number(page: Page) -> str:
    """The number of the case whose page is open."""
    return page.url.split("/demandes/")[1].split("/")[0]


def fill_the_form(page: Page, child: str) -> None:
    """Walk the guided form to the documents."""
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


def paper(name: str = "justificatif.png") -> dict:
    """A picture as a phone would send it."""
    content = BytesIO()
    Image.new("RGB", (60, 80), "white").save(content, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": content.getvalue()}


def open_at_desk(agent: Page, reference: str) -> None:
    """Open a case at the desk."""
    agent.goto(f"/bureau/demandes/{reference}/")


def take(agent: Page) -> None:
    """Take the task of the case that is open."""
    agent.get_by_role("button", name="Prendre le dossier").click()


def ask_for_address(agent: Page, words: str) -> None:
    """Ask for a new proof of address, and for nothing else."""
    agent.get_by_role("link", name="Demander un complément").click()
    form = agent.locator("form.deciding")
    expect(form).to_be_visible()
    for box in form.get_by_role("checkbox").all():
        box.uncheck()
    form.get_by_label("Justificatif de domicile", exact=True).check()
    form.get_by_label("Autre précision demandée").fill(words)
    form.get_by_role("button", name="Demander un complément").click()


def accept(agent: Page) -> None:
    """Accept the file, and confirm."""
    agent.get_by_role("link", name="Accepter le dossier").click()
    agent.locator("form.deciding").get_by_role("button", name="Accepter le dossier").click()


def give(parent: Page, name: str = "justificatif.png") -> None:
    """Send the paper that is asked for."""
    turn = parent.locator("#case-turn")
    form = turn.locator("form:has(input[type=file])").first
    if not form.is_visible():
        turn.locator("summary").first.click()
    form.locator("input[type=file]").first.set_input_files(paper(name))
    form.get_by_role("button", name="Envoyer ce fichier").click()
    expect(turn.get_by_role("link", name=name)).to_be_visible()


def answer(parent: Page) -> None:
    """Send the answer to the service."""
    parent.get_by_role("button", name="Envoyer ma réponse au service").click()


def write(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.locator("#composer-text").fill(text)
    page.get_by_role("button", name="Envoyer le message").click()


def follow(parent: Page, reference: str) -> None:
    """Open one's request and wait until the page is live."""
    parent.goto(f"/demandes/{reference}/")
    expect(parent.locator("[data-connection]")).to_have_attribute("data-state", "live")
