"""What a visitor sees first: light, and open to all."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from tests.browser.accessibility import faults
from tests.browser.weight import Weight

MOST_BYTES, MOST_REQUESTS = 200_000, 15


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_visitor_finds_the_way_in_at_any_width_and_in_any_light(
    new_context: Callable[..., BrowserContext], width: int, scheme: str
):
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(reverse("front"))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_label("Mot de passe", exact=True)).to_be_visible()


def test_the_front_page_is_light(new_context: Callable[..., BrowserContext]):
    page = new_context().new_page()
    weight = Weight(page)
    page.goto(reverse("front"), wait_until="networkidle")
    assert weight.requests <= MOST_REQUESTS, weight
    assert weight.bytes <= MOST_BYTES, weight


def test_the_front_page_works_without_scripts(new_context: Callable[..., BrowserContext]):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(reverse("front"))
    page.get_by_role("button", name="Me connecter").click()
    expect(page).to_have_url(re.compile(reverse("account_login")))
