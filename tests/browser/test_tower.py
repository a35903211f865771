"""The tower in a browser: readable by all at every width, and it follows the town by itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import BrowserContext, expect

from tests.browser.accessibility import faults
from tests.factories import enrolment
from tests.factories.accounts import PASSWORD
from tests.factories.cases import CaseFactory
from tests.factories.family import HouseholdFactory
from tests.factories.town import ServiceFactory, supervisor
from town.models import Service

Context = Callable[..., BrowserContext]


@pytest.fixture
def service(transactional_db: None) -> Service:
    """A service with a supervisor and cases in several states."""
    found = ServiceFactory(name="Service Enfance")
    supervisor(found, username="claire", first_name="Claire", last_name="Roussel")
    home = HouseholdFactory(name="Martin-Delacourt de l’Hôpital-sous-Rochefort")
    for turn in ("town", "town", "family"):
        due = now() if turn == "town" else None
        CaseFactory(service=found, household=home, turn=turn, due_at=due, step="check")
    end = now()
    CaseFactory(service=found, household=home, state="accepted", turn="", closed_at=end)
    enrolment.request(found)
    return found


def sign_in(context: BrowserContext):
    """The supervisor at the tower."""
    page = context.new_page()
    page.goto("/compte/connexion/?next=/pilotage/")
    page.locator("[name=login]").fill("claire")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_url("**/pilotage/")
    return page


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_nothing_overflows(
    service: Service, new_context: Context, width: int, scheme: str
) -> None:
    page = sign_in(
        new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
    )
    for address in (
        "/pilotage/",
        "/pilotage/demandes/?vue=ouvertes",
        "/pilotage/demandes/?vue=tiers",
    ):
        page.goto(address)
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert [*faults(page), *(["too wide"] if too_wide else [])] == [], address
        if where := os.environ.get("SCREENSHOTS"):
            name = f"tower-{width}-{address.count('/')}{address[-8:]}.png".replace("/", "_")
            page.screenshot(path=Path(where) / name, full_page=True)


def test_a_request_that_arrives_changes_the_figures_without_a_reload(
    service: Service, new_context: Context
) -> None:
    page = sign_in(new_context(viewport={"width": 1280, "height": 900}))
    expect(page.locator("[data-connection]")).to_have_attribute("data-state", "live")
    opened = page.locator(".figure", has_text="Ouvertes").locator(".figure__number")
    expect(opened).to_contain_text("4")
    page.evaluate("window.neverReloaded = true")
    reading = page.get_by_role("link", name="À la famille")
    reading.focus()
    enrolment.request(service)
    expect(opened).to_contain_text("5")
    assert page.evaluate("window.neverReloaded")
    expect(reading).to_be_focused()


def test_a_number_opens_its_list_and_a_row_its_case_without_script(
    service: Service, new_context: Context
) -> None:
    page = sign_in(new_context(java_script_enabled=False))
    page.locator(".figure", has_text="Ouvertes").get_by_role("link").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_role("navigation", name="Vous êtes ici").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les délais de vos services")
