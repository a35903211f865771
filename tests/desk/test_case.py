"""A case from the service's side: what it shows, to whom."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Piece, ReadMark
from documents.models import Document
from family.models import HealthRecord
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.documents import DocumentFactory
from tests.factories.family import HealthRecordFactory, one_family
from tests.factories.town import ServiceFactory, agent
from town.models import Service
from workflows.engine import acts
from workflows.engine.conversation import add_note, post_message


@pytest.fixture
def case(service: Service) -> Case:
    """A request that waits for somebody to check it."""
    return enrolment.request(service, first_name="Camille", mobile="+33611223344")


def page_of(case: Case) -> str:
    """The address of a case at the desk."""
    return reverse("desk:case", args=[case.reference])


def test_the_case_shows_what_was_asked_and_the_family(desk: Client, case: Case):
    text = desk.get(page_of(case)).content.decode()
    for words in (
        "Vérifier le dossier",
        "Restauration scolaire",
        "Camille",
        "06\u00a011\u00a022\u00a033\u00a044",
    ):
        assert words in text
    assert "Prendre le dossier" in text


def test_refusing_is_never_the_first_decision(desk: Client, case: Case):
    decisions = desk.get(page_of(case)).context["decisions"]
    assert [d.refuses for d in decisions] == [False, False, True]
    assert all(d.consequence for d in decisions)


def test_a_case_of_another_service_is_as_missing_as_one_that_does_not_exist(case: Case, signed_in):
    stranger = signed_in(agent(ServiceFactory()))
    paths = [
        page_of(case),
        reverse("desk:decide", args=[case.reference, "accept"]),
        reverse("desk:document", args=[case.reference, uuid4()]),
    ]
    for path in paths:
        missing = path.replace(case.reference, "0000-0000")
        assert stranger.get(path).status_code == stranger.get(missing).status_code == 404
    for name in ("claim", "release", "reassign", "message", "note", "seen"):
        url = reverse(f"desk:{name}", args=[case.reference])
        assert stranger.post(url, {"task": case.waits.get().pk}).status_code == 404
    assert not case.waits.exclude(owner=None).exists()


def test_the_family_finds_no_desk(case: Case, signed_in):
    parent = signed_in(case.applicant.user)
    assert parent.get(page_of(case)).status_code == 404
    claim = reverse("desk:claim", args=[case.reference])
    assert parent.post(claim, {"task": case.waits.get().pk}).status_code == 404


def test_a_draft_of_a_family_is_not_shown(desk: Client, service: Service):
    household, parent, (child,) = one_family()
    draft = enrolment.draft(parent, household, child, group_of(service))
    assert desk.get(page_of(draft)).status_code == 404


def test_the_page_costs_the_same_whatever_was_said(desk: Client, case: Case, nadia: User):
    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            desk.get(page_of(case))
        return len(statements)

    post_message(case.pk, "Bonjour", author=case.applicant.user, side="family")
    add_note(case.pk, "Vu", author=nadia)
    desk.get(page_of(case))
    before = cost()
    for _ in range(3):
        post_message(case.pk, "Encore", author=nadia, side="town")
        add_note(case.pk, "Encore", author=nadia)
    desk.get(page_of(case))  # which marks all that as read
    assert cost() == before <= 34


def test_opening_the_case_marks_it_read(desk: Client, case: Case, nadia: User):
    desk.get(page_of(case))
    case.refresh_from_db()
    assert ReadMark.objects.get(case=case, reader=nadia).number == case.last_event


def test_live_parts_leave_alone_what_did_not_change(desk: Client, case: Case):
    context = desk.get(page_of(case)).context
    known = {"task_mark": context["task_mark"], "papers_mark": context["papers_mark"]}

    def live(known: dict) -> str:
        return desk.get(page_of(case), known, headers={"HX-Request": "true"}).content.decode()

    same = live(known)
    assert 'id="case-thread"' in same
    assert 'id="case-decide"' not in same
    assert 'id="case-papers"' not in same
    acts.claim(case.waits.get().pk, actor=agent(case.service, first_name="Inès"))
    taken = live(known)
    assert 'id="case-decide"' in taken
    assert "Inès" in taken


def test_what_happened_since_is_marked_to_glow(desk: Client, case: Case):
    post_message(case.pk, "Du nouveau", author=case.applicant.user, side="family")
    asked = {"last": case.last_event}
    part = desk.get(page_of(case), asked, headers={"HX-Request": "true"}).content.decode()
    assert part.count("data-glow") == 1


def test_health_facts_are_not_on_the_page(desk: Client, case: Case):
    record: HealthRecord = HealthRecordFactory(
        child=case.child, allergies="Arachidezq", care_needs="Ventolinezq", doctor="Docteurzq"
    )
    text = desk.get(page_of(case)).content.decode()
    for fact in (record.allergies, record.care_needs, record.doctor):
        assert fact not in text


def test_a_document_is_opened_only_through_its_case(desk: Client, case: Case):
    given = DocumentFactory(household=case.household)
    other = DocumentFactory(household=case.household, kind=Document.Kind.JUDGMENT)
    case.pieces.filter(kind="address").update(document=given, state=Piece.State.PROVIDED)
    assert str(given.public_id) in desk.get(page_of(case)).content.decode()
    url = reverse("desk:document", args=[case.reference, other.public_id])
    assert desk.get(url).status_code == 404
    Document.objects.filter(pk=given.pk).update(state=Document.State.QUARANTINE)
    url = reverse("desk:document", args=[case.reference, given.public_id])
    assert desk.get(url).status_code == 404
