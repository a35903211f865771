"""A case at the desk in a browser: documents looked at beside it, differences carried to the file."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
import typst
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from cases.models import Case, Piece
from documents.deposit import deposit
from documents.models import DocumentReading
from family.models import HealthRecord
from tests.browser.accessibility import faults
from tests.browser.steps import DESK, PHONE
from tests.factories import enrolment
from tests.factories.accounts import PASSWORD
from tests.factories.family import HealthRecordFactory
from tests.factories.town import ServiceFactory, agent

Context = Callable[..., BrowserContext]
# As an agent's browser does; the one without windows may not.
SHOWS_PDF = "Object.defineProperty(navigator, 'pdfViewerEnabled', {get: () => true})"
LONG = f"Attestation_{'d_assurance_scolaire_et_extrascolaire_' * 3}2026-2027.pdf"


def photo() -> bytes:
    """A picture as large as a phone's."""
    content = BytesIO()
    Image.new("RGB", (1500, 2000), (214, 205, 188)).save(content, "JPEG")
    return content.getvalue()


def sheets() -> bytes:
    """A PDF of three pages."""
    return typst.compile(b"= Une\n#pagebreak()\n= Deux\n#pagebreak()\n= Trois")


@pytest.fixture
def case(transactional_db: None) -> Case:
    """A request with a photo and a PDF, which says something else than the file."""
    service = ServiceFactory(name="Service Enfance")
    agent(service, username="nadia", first_name="Nadia", last_name="Benali")
    case = enrolment.request(service)
    HealthRecordFactory(child=case.child, photo_allowed=True)
    for kind, content, media, name in (
        ("address", photo(), "image/jpeg", "IMG_0412.jpg"),
        ("insurance", sheets(), "application/pdf", LONG),
    ):
        document = deposit(
            content, media, kind=kind, household=case.household, child=case.child,
            uploader=case.applicant.user, name=name,
        )  # fmt: skip
        case.pieces.filter(kind=kind).update(document=document, state=Piece.State.PROVIDED)
    return case


def at_case(context: BrowserContext, case: Case) -> Page:
    """The agent in front of the case."""
    page = context.new_page()
    page.goto(f"/compte/connexion/?next=/bureau/demandes/{case.reference}/")
    page.locator("[name=login]").fill("nadia")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").click()
    page.wait_for_url(f"**/{case.reference}/")
    return page


def paper(page: Page, name: str):
    """The link to a document of the case."""
    return page.locator("#papers a[data-view]", has_text=name)


def test_a_document_is_looked_at_beside_the_case_by_keyboard_alone(case, new_context: Context):
    context = new_context(**DESK)
    context.add_init_script(SHOWS_PDF)
    page = at_case(context, case)
    viewer = page.locator("#viewer")
    paper(page, "IMG_0412").focus()
    page.keyboard.press("Enter")
    expect(viewer.get_by_role("heading", name="Justificatif de domicile")).to_be_focused()
    picture = viewer.get_by_role("img", name="IMG_0412.jpg")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('#viewer img').naturalWidth > 0")
    assert faults(page) == []
    expect(page.get_by_role("button", name="Prendre le dossier")).to_be_enabled()
    with page.expect_response("**/documents/**") as answer:  # closed at once, it would not load
        viewer.get_by_role("button", name="Suivant").press("Enter")
    assert answer.value.headers["content-type"] == "application/pdf"
    expect(viewer.locator("iframe")).to_have_attribute("title", f"Attestation d’assurance, {LONG}")
    expect(viewer.get_by_role("button", name="Suivant")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(paper(page, "Attestation_")).to_be_focused()
    read = DocumentReading.objects.filter(reader__username="nadia")
    assert {reading.document.kind for reading in read} == {"address", "insurance"}


def test_a_phone_sees_a_photo_over_the_page_and_opens_a_pdf_in_a_page_of_its_own(
    case, new_context: Context
):
    context = new_context(**PHONE)
    page = at_case(context, case)
    paper(page, "IMG_0412").click()
    viewer = page.locator("#viewer")
    expect(viewer).to_be_visible()
    viewer.get_by_role("button", name="Taille réelle").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []
    viewer.get_by_role("button", name="Fermer").click()
    expect(paper(page, "IMG_0412")).to_be_focused()
    link = paper(page, "Attestation_")
    assert link.get_attribute("target") == "_blank"
    with context.expect_page():
        link.click()
    expect(viewer).to_be_hidden()


def test_a_difference_is_carried_and_taken_back_with_scripts_off(case, new_context: Context):
    page = at_case(new_context(**DESK, java_script_enabled=False), case)
    page.get_by_role("button", name="Reporter au dossier Photos").click()
    expect(page.locator("#differences")).to_contain_text("est reporté au dossier")
    assert not HealthRecord.objects.get(child=case.child).photo_allowed
    page.get_by_role("button", name="Annuler le report Photos").click()
    expect(page.locator("#differences")).to_contain_text("remis au dossier comme avant")
    assert HealthRecord.objects.get(child=case.child).photo_allowed


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_at_the_desk(case, new_context: Context, width: int, scheme: str):
    other = enrolment.request(case.service, complement=True)
    page = at_case(
        new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        ),
        case,
    )
    page.get_by_role("button", name="Reporter au dossier").click()
    expect(page.get_by_role("button", name="Annuler le report")).to_be_visible()
    for address in (
        "",
        f"/bureau/demandes/{other.reference}/?vue=famille",
        "/bureau/?vue=famille",
        "/bureau/?vue=en-retard",
        f"/bureau/demandes/{case.reference}/guichet/",
    ):
        if address:
            page.goto(address)
        assert faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
