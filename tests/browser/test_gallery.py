"""The gallery as browsers draw it: narrow and wide, light and dark, on a phone's budget."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Response

from look.gallery import SAMPLES
from tests.browser.accessibility import faults

GALLERY = "/demo/composants/"
PAGES = [GALLERY, *(f"{GALLERY}{name}/" for name in SAMPLES)]
FAMILY_PAGES = [f"{GALLERY}{name}/" for name in ("home", "case", "step", "receipt", "front")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_overflows(
    new_context: Callable[..., BrowserContext], width: int, scheme: str
) -> None:
    context = new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found: dict[str, object] = {}
    for address in PAGES:
        page.goto(address)
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[address] = [*faults(page), *(["too wide"] if too_wide else [])]
    assert found == {address: [] for address in PAGES}


def test_each_family_page_costs_at_most_15_requests_and_200_kB_cold(
    new_context: Callable[..., BrowserContext],
) -> None:
    for address in FAMILY_PAGES:
        answers: list[Response] = []
        page = new_context(viewport={"width": 390, "height": 844}).new_page()
        page.on("response", lambda answer, kept=answers: kept.append(answer))
        page.goto(address, wait_until="networkidle")
        assert len(answers) <= 15, address
        sizes = [answer.request.sizes() for answer in answers]
        weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        assert weight <= 200_000, address


def test_the_desk_is_walked_with_the_keyboard_alone(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.goto(f"{GALLERY}inbox/", wait_until="networkidle")
    focused = "document.activeElement.id || document.activeElement.innerText"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "O’Brien · Aoïfe"
    page.keyboard.press("k")
    assert "Martin-Delacourt" in page.evaluate(focused)
    page.keyboard.press("/")
    page.keyboard.type("jm")
    assert page.evaluate(focused) == "search"
    assert page.input_value("#search") == "jm"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys-help").is_visible()


def test_a_refusal_is_asked_twice_before_it_is_sent(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport={"width": 1400, "height": 900}).new_page()
    page.goto(f"{GALLERY}inbox/", wait_until="networkidle")
    sent: list[str | None] = []
    page.on("request", lambda r: sent.append(r.post_data) if r.method == "POST" else None)
    page.click("button[value=refuse]")
    page.click("#refuse-dialog button[value=no]")
    assert sent == []
    page.click("button[value=refuse]")
    with page.expect_navigation():
        page.click("#refuse-dialog [data-confirm-yes]")
    assert sent == ["decision=refuse"]


def test_a_drop_zone_names_the_file_it_was_given(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context().new_page()
    page.goto(f"{GALLERY}step/", wait_until="networkidle")
    paper = {"name": "facture d’été.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    page.set_input_files("#id_proof", [paper])
    assert page.inner_text("[data-chosen]") == "facture d’été.pdf"
