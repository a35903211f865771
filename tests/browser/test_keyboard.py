"""The main path by the keyboard alone, with a focus that is always seen and never lost."""

from playwright.sync_api import Page, expect

from demo.sign_ins import PASSWORD
from tests.browser.keyboard import Keyboard
from tests.browser.steps import DESK, Context, number, paper

TURN = "#case-turn"


def sign_in(page: Page, address: str, username: str) -> Keyboard:
    """Open a page, skip what is above its content, and type who one is."""
    keys = Keyboard(page)
    page.goto(address)
    keys.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    keys.look()
    keys.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    keys.fill("Identifiant", username, within="#content")
    keys.fill("Mot de passe", PASSWORD, within="#content")
    keys.press("Enter")
    return keys


def fill_the_form(keys: Keyboard) -> None:
    """The guided form from the list of démarches to its documents."""
    page = keys.page
    keys.use("Démarches", "link")
    keys.use("Inscrire un enfant à une activité", "link", within="#content")
    keys.use("Commencer")
    keys.use("Continuer")  # too early: the summary of errors has the focus, and leads to the field
    expect(page.locator(".error-summary")).to_be_focused()
    keys.use("Choisissez l’enfant à inscrire.", "link")
    expect(page.get_by_role("radio").first).to_be_focused()
    keys.choose("Noé Dubois")
    keys.use("Continuer")
    expect(page.get_by_role("heading", level=1)).to_have_text("À quelle activité ?")
    keys.go_to(page.get_by_role("radio").first)
    keys.press("Space")
    keys.use("Continuer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quels jours, à partir de quand ?")
    keys.go_to(page.get_by_role("checkbox").first)
    keys.press("Space")
    keys.use("Continuer")
    keys.tick("J’ai lu le règlement de l’activité et je l’accepte")
    keys.tick("Les renseignements que j’ai donnés sont exacts")
    keys.use("Continuer")


def send_it(keys: Keyboard) -> str:
    """Reuse a document of the store, check, send, follow; returns the case's number."""
    page = keys.page
    keys.use("Utiliser ce document")
    expect(page.locator("#messages")).to_contain_text("Document ajouté")
    keys.use("Continuer", "link")
    keys.use("Envoyer ma demande")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    keys.use("Suivre ma demande", "link")
    expect(page.locator("[data-connection]")).to_have_attribute("data-state", "live")
    return number(page)


def ask_for_a_paper(keys: Keyboard, reference: str) -> None:
    """The agent finds the request in the inbox, takes it and asks for a proof of address."""
    page = keys.page
    keys.press("j")
    keys.look()
    keys.press("Enter")
    page.wait_for_url(f"**/{reference}/**")
    keys.press("c")
    expect(page.locator(TURN)).to_contain_text("Vous avez ce dossier.")
    keys.press("d")
    expect(page.locator("#decide")).to_be_focused()
    keys.use("Demander un complément", "link")
    expect(page.locator("#decide-title")).to_be_focused()
    keys.tick("Justificatif de domicile", within="form.deciding")
    keys.tick("Attestation d’assurance", within="form.deciding", ticked=False)
    keys.fill("Autre précision demandée", "Moins de trois mois.", within="form.deciding")
    keys.use("Demander un complément", within="form.deciding")
    expect(page.locator(TURN)).to_contain_text("C’est à la famille")


def send_another_paper(keys: Keyboard) -> None:
    """Choose a file and send it, then the answer."""
    page = keys.page
    piece = page.locator(TURN).locator("section.piece", has=page.locator("#piece-address"))
    keys.go_to(piece.locator("summary"))
    if not piece.locator("input[type=file]").first.is_visible():
        keys.press("Enter")
    keys.choose_file(piece.locator("input[type=file]").first).set_files(paper())
    expect(piece).to_contain_text("justificatif.png")
    keys.look()
    keys.use("Envoyer ce fichier", within=TURN)
    expect(page.locator(TURN).get_by_role("link", name="justificatif.png")).to_be_visible()
    keys.use("Envoyer ma réponse au service", within=TURN)
    expect(page.locator(TURN)).to_contain_text("C’est au service")


def accept_it(keys: Keyboard) -> None:
    """Take the request again and accept it."""
    page = keys.page
    expect(page.get_by_role("button", name="Prendre le dossier")).to_be_visible()
    keys.press("c")
    expect(page.locator(TURN)).to_contain_text("Vous avez ce dossier.")
    keys.press("d")
    keys.use("Accepter le dossier", "link")
    keys.use("Accepter le dossier", within="form.deciding")
    expect(page.locator(TURN)).to_contain_text("Acceptée")


def test_the_main_path_by_keyboard_alone(town: None, new_context: Context) -> None:
    parent = sign_in(new_context(**DESK).new_page(), "/", "parent")
    parent.page.wait_for_url("**/accueil/")
    fill_the_form(parent)
    reference = send_it(parent)

    agent = sign_in(new_context(**DESK).new_page(), "/compte/connexion/", "agent")
    agent.page.wait_for_url("**/bureau/**")
    parent.go_to(parent.page.get_by_role("link", name="Retirer ma demande"))
    with parent.stays(TURN):
        ask_for_a_paper(agent, reference)
        expect(parent.page.locator(TURN)).to_contain_text("C’est à vous")
    send_another_paper(parent)
    parent.go_to(parent.page.get_by_role("link", name="Retirer ma demande"), "Tab")
    with parent.stays(TURN):
        accept_it(agent)
        expect(parent.page.locator(TURN)).to_contain_text("Acceptée")


def test_a_dialog_holds_the_focus_and_gives_it_back(town: None, new_context: Context) -> None:
    keys = sign_in(new_context(**DESK).new_page(), "/compte/connexion/", "agent")
    keys.page.wait_for_url("**/bureau/**")
    opener = keys.page.get_by_role("button", name="Clavier")
    dialog = keys.page.get_by_role("dialog", name="Au clavier")
    keys.go_to(opener)
    for closing in ("Escape", "Enter"):
        keys.press("Enter")
        expect(dialog).to_be_visible()
        for _step in range(4):
            keys.press("Tab")
            assert not behind(keys.page), "the focus went behind the dialog"
        keys.go_to(dialog.get_by_role("button"))
        keys.press(closing)
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()
        keys.look()


def behind(page: Page) -> bool:
    """Whether something of the page has the focus that is not in the open dialog."""
    return page.evaluate(
        """() => document.activeElement !== document.body
            && !document.activeElement.closest("dialog[open]")"""
    )


def test_the_menu_of_a_person_opens_and_closes_by_keyboard(
    town: None, new_context: Context
) -> None:
    keys = sign_in(new_context(**DESK).new_page(), "/", "parent")
    keys.page.wait_for_url("**/accueil/")
    opener = keys.page.get_by_role("button", name="Menu de Camille Martin-Dubois")
    keys.go_to(opener)
    keys.press("Enter")
    keys.press("Tab")
    expect(keys.page.get_by_role("link", name="Ma famille")).to_be_focused()
    keys.look()
    keys.press("Escape")
    expect(keys.page.locator("#person-menu")).to_be_hidden()
    expect(opener).to_be_focused()
