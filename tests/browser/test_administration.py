"""The administrator's pages in a browser: a démarche set with its preview, days closed, work that
failed. All of it without script too."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import BrowserContext, Page, expect

from cases.models import Case, Wait
from cases.models.wait import WaitQuerySet
from family.models import Household
from tests.browser.accessibility import faults
from tests.browser.steps import DESK, PHONE, enrol, enter
from tests.factories.cases import waiting_task
from town.models import Service
from town.working_time import DAY

Context = Callable[..., BrowserContext]
SETTINGS = "/pilotage/reglages/"


def administrator(context: BrowserContext) -> Page:
    """The demo's administrator, at home."""
    page = context.new_page()
    page.goto("/demo/")
    page.locator("form[action$='/entrer/admin/'] button").click()
    page.wait_for_url("**/pilotage/etat/")
    return page


def looked_at(page: Page, name: str) -> None:
    """Nothing wrong, nothing too wide; a picture when somebody wants to look."""
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert [*faults(page), *(["too wide"] if too_wide else [])] == [], name
    if where := os.environ.get("SCREENSHOTS"):
        width = page.viewport_size["width"]
        page.screenshot(path=Path(where) / f"admin-{name}-{width}.png", full_page=True)


def go_on(page: Page, *names: str) -> None:
    """Press these buttons, one after the other."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def three_failed_jobs() -> WaitQuerySet:
    """Jobs that have failed again and again."""
    columns = {
        "on": Wait.For.WORKER,
        "tries": 6,
        "error": "ConnectionRefusedError",
        "failing_since": now() - timedelta(days=2),
        "wake_at": now() + timedelta(hours=9),
    }
    service = Service.objects.get(slug="enfance-periscolaire")
    homes = Household.objects.all()[:3]
    rows = [waiting_task(service, household=home, **columns) for home in homes]
    return Wait.objects.filter(pk__in=[row.pk for row in rows])


def test_a_document_list_and_a_delay_are_set_with_a_preview_and_a_case_keeps_its_own(
    town: None, new_context: Context
) -> None:
    parent = enter(new_context(**PHONE), "parent")
    before = Case.objects.get(reference=enrol(parent, "Léa"))
    page = administrator(new_context(**PHONE, java_script_enabled=False))
    page.get_by_role("link", name="Réglages").click()
    page.get_by_role("link", name="Inscrire un enfant à une activité").click()
    page.get_by_role("link", name="Modifier Documents").click()
    asked = page.get_by_role("group", name="Attestation d’assurance")
    asked.get_by_label("Demander ce document").uncheck()
    go_on(page, "Voir ce qui change")
    expect(page.get_by_role("heading", level=1)).to_have_text("Avant de publier")
    expect(page.get_by_text("1 demande en cours garde la version")).to_be_visible()
    page.get_by_label("Pourquoi ce changement").fill("L’assurance scolaire suffit")
    go_on(page, "Publier")
    expect(page.get_by_text("Version 1 publiée")).to_be_visible()

    page.get_by_role("link", name="Modifier Délais").click()
    page.get_by_label("Réponse promise à la famille").fill("4")
    go_on(page, "Voir ce qui change")
    page.get_by_label("Pourquoi ce changement").fill("Promesse du maire")
    go_on(page, "Publier")
    expect(page.get_by_text("Version 2 publiée")).to_be_visible()

    parent.goto("/demarches/inscription/")
    expect(parent.get_by_text("Réponse en 4 jours ouvrés au plus.")).to_be_visible()
    after = Case.objects.get(reference=enrol(parent, "Noé"))
    before.refresh_from_db()
    assert (before.sla_seconds, after.sla_seconds) == (
        10 * DAY.total_seconds(),
        4 * DAY.total_seconds(),
    )
    assert set(before.pieces.values_list("kind", flat=True)) == {"address", "insurance"}
    assert set(after.pieces.values_list("kind", flat=True)) == {"address"}


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_every_page_is_readable_by_all(
    town: None, new_context: Context, size: dict, scheme: str
) -> None:
    three_failed_jobs()
    page = administrator(new_context(**size, color_scheme=scheme, reduced_motion="reduce"))
    looked_at(page, f"state-{scheme}")
    for name, address in {
        "failed": "/pilotage/etat/travaux/",
        "failed-none": "/pilotage/etat/travaux/?vue=envois",
        "calendar": f"/pilotage/calendrier/?annee={localdate().year}",
        "calendar-empty": f"/pilotage/calendrier/?annee={localdate().year + 3}",
        "list": SETTINGS,
        "procedure": f"{SETTINGS}inscription/",
        "versions-none": f"{SETTINGS}inscription/versions/",
    }.items():
        page.goto(address)
        looked_at(page, f"{name}-{scheme}")
    for section in ("ouverture", "documents", "delais", "motifs", "textes", "acheminement"):
        page.goto(f"{SETTINGS}inscription/{section}/")
        looked_at(page, f"{section}-{scheme}")
    _mistake(page, scheme)
    _publish(page, scheme)
    _close_days(page, scheme)


def _mistake(page: Page, scheme: str) -> None:
    page.goto(f"{SETTINGS}inscription/delais/")
    page.get_by_label("Réponse promise à la famille").fill("200")
    go_on(page, "Voir ce qui change")
    looked_at(page, f"mistake-{scheme}")


def _publish(page: Page, scheme: str) -> None:
    page.goto(f"{SETTINGS}inscription/textes/")
    page.get_by_label("En une phrase").fill("Cantine, accueil du soir, mercredis, vacances.")
    page.get_by_label("Ce qu’il faut préparer").fill("un justificatif de domicile\nun stylo")
    go_on(page, "Voir ce qui change")
    looked_at(page, f"preview-{scheme}")
    page.get_by_label("Pourquoi ce changement").fill("Plus court")
    go_on(page, "Publier")
    looked_at(page, f"published-{scheme}")
    page.get_by_role("link", name="Toutes les versions").click()
    looked_at(page, f"versions-{scheme}")


def _close_days(page: Page, scheme: str) -> None:
    page.goto("/pilotage/calendrier/")
    go_on(page, "Voir ce que cela change")
    looked_at(page, f"calendar-mistake-{scheme}")
    page.get_by_label("Motif").fill("Inventaire")
    day = localdate() + timedelta(days=7)
    while day.weekday() != 1:
        day += timedelta(days=1)
    page.get_by_label("Premier jour fermé").fill(day.isoformat())
    go_on(page, "Voir ce que cela change")
    looked_at(page, f"closure-{scheme}")
    go_on(page, "Fermer ces jours")
    expect(page.get_by_text("C’est noté au calendrier.")).to_be_visible()
    page.get_by_role("button", name="Retirer Inventaire").click()
    expect(page.get_by_text("a été retiré")).to_be_visible()
    looked_at(page, f"undo-{scheme}")
    go_on(page, "Remettre")
    expect(page.get_by_role("button", name="Retirer Inventaire")).to_be_visible()


def test_what_failed_is_relaunched_without_script(town: None, new_context: Context) -> None:
    jobs = three_failed_jobs()
    page = administrator(new_context(**DESK, java_script_enabled=False))
    page.get_by_role("navigation", name="Menu principal").get_by_role(
        "link", name="Échecs 3"
    ).click()
    page.get_by_role("button", name=f"Relancer {jobs[0].reference}", exact=True).click()
    expect(page.get_by_text("C’est relancé")).to_be_visible()
