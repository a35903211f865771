"""The main path, as people live it: the parent's page changes by itself."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import faults
from tests.browser.steps import (
    DESK,
    PHONE,
    Context,
    accept,
    answer,
    ask_for_address,
    enrol,
    enter,
    fill_the_form,
    follow,
    give,
    open_at_desk,
    paper,
    take,
    write,
)
from tests.browser.weight import Weight


def stays(page: Page) -> None:
    """Mark the page: the mark is lost if the page is ever loaded again."""
    page.evaluate("window.neverReloaded = true")


def never_reloaded(page: Page) -> bool:
    """Whether the marked page is still the same."""
    return bool(page.evaluate("window.neverReloaded === true"))


def test_a_parent_sees_each_step_happen_without_reloading(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    agent = enter(new_context(**DESK), "agent")
    reference = enrol(parent, "Noé Dubois")
    follow(parent, reference)
    stays(parent)
    turn = parent.locator("#case-turn")

    open_at_desk(agent, reference)
    take(agent)
    expect(turn).to_contain_text("Nadège Lefort étudie votre dossier")
    ask_for_address(agent, "Une facture de moins de trois mois, s’il vous plaît.")
    expect(turn).to_contain_text("C’est à vous")
    expect(turn).to_contain_text("Une facture de moins de trois mois")
    assert never_reloaded(parent)
    assert faults(parent) == []

    give(parent)
    answer(parent)
    expect(turn).to_contain_text("C’est au service")
    stays(parent)
    open_at_desk(agent, reference)
    write(parent, "Bonjour, voici la facture d’octobre.")
    expect(agent.locator("#case-thread")).to_contain_text("la facture d’octobre")
    write(agent, "Merci, tout est complet.")
    expect(parent.locator("#case-thread")).to_contain_text("tout est complet")
    accept(agent)
    expect(turn).to_contain_text("Acceptée")
    assert never_reloaded(parent)
    assert parent.locator("#case-thread .message").count() == 2
    assert faults(parent) == []


def test_the_whole_path_works_with_scripts_off(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE, java_script_enabled=False), "parent")
    agent = enter(new_context(**DESK, java_script_enabled=False), "agent")
    reference = enrol(parent, "Noé Dubois")
    open_at_desk(agent, reference)
    take(agent)
    ask_for_address(agent, "Une facture récente.")
    parent.goto(f"/demandes/{reference}/")
    give(parent)
    answer(parent)
    write(parent, "Voici la facture.")
    open_at_desk(agent, reference)
    expect(agent.locator("#case-thread")).to_contain_text("Voici la facture.")
    accept(agent)
    parent.reload()
    expect(parent.locator("#case-turn")).to_contain_text("Acceptée")


def test_what_was_typed_survives_a_closed_tab(town: None, new_context: Context) -> None:
    context = new_context(**PHONE)
    parent = enter(context, "parent")
    parent.goto("/demarches/inscription/")
    parent.get_by_role("button", name="Commencer").click()
    parent.get_by_label("Noé Dubois").check()
    expect(parent.locator("[data-draft-state]")).to_have_text("Brouillon gardé")
    address = parent.url
    parent.close()
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("Noé Dubois")).to_be_checked()


SCREENS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
PAGES = ["/accueil/", "/demarches/", "/demarches/inscription/", "/messages/", "/agenda/",
         "/famille/", "/documents/"]  # fmt: skip


def test_axe_finds_nothing_on_the_pages_of_the_path(whole_town: None, new_context: Context) -> None:
    found = {}
    for width, scheme in SCREENS:
        size = {"width": width, "height": 900}
        parent = enter(new_context(viewport=size, color_scheme=scheme), "parent")
        parent.goto("/demarches/")
        requests = [link.get_attribute("href") for link in parent.locator(".row__title").all()]
        for address in [*PAGES, *requests[:4]]:
            parent.goto(address)
            wide = parent.evaluate("document.documentElement.scrollWidth > innerWidth")
            faulty = faults(parent) + (["wider than the screen"] if wide else [])
            found |= {(address, width, scheme): faulty} if faulty else {}
    assert found == {}


def test_each_family_page_is_light(whole_town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    parent.goto("/demarches/")
    request = parent.locator(".row__title").first.get_attribute("href")
    cookies = parent.context.cookies()
    for address in [*PAGES, request]:
        context = new_context(**PHONE)
        context.add_cookies(cookies)
        page = context.new_page()
        weight = Weight(page)
        page.goto(address, wait_until="networkidle")
        assert weight.requests <= 15, f"{address} {weight}"
        assert weight.bytes <= 200_000, f"{address} {weight}"


def test_a_chosen_file_is_sent_by_who_goes_on_without_sending_it(
    town: None, new_context: Context
) -> None:
    parent = enter(new_context(**PHONE), "parent")
    fill_the_form(parent, "Noé Dubois")
    first = parent.locator("section.piece").first
    first.locator("summary").click()
    first.locator("input[type=file]").first.set_input_files(paper())
    parent.get_by_role("link", name="Continuer").click()
    expect(parent.locator("#messages")).to_contain_text("Document ajouté")
    parent.get_by_role("link", name="Continuer").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text("Vérifiez avant d’envoyer")
