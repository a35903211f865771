"""What a family may answer, and when a document may still be given."""

import pytest

from cases.models import Piece, Wait
from cases.recording import Acting
from cases.sides import Side
from documents.models import Document
from tests.factories import enrolment
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts
from workflows.engine.pieces import provide
from workflows.engine.step import Stale


@pytest.fixture
def case(db):
    """A request whose service asked for a complement."""
    service = ServiceFactory()
    household, parent, (child,) = one_family()
    found = enrolment.submitted(parent, household, child, enrolment.group_of(service))
    clerk = agent(service)
    task = enrolment.task_of(found)
    acts.decide(task.pk, "complement", actor=clerk, pieces={"address": "illisible"})
    return found


def test_a_family_cannot_answer_in_the_name_of_the_clock(case):
    wait = enrolment.task_of(case)
    with pytest.raises(acts.Refused):
        acts.answer(wait.pk, "late", actor=case.applicant.user)
    assert Wait.objects.filter(pk=wait.pk).exists()


def test_a_closed_case_takes_no_more_documents(case):
    parent = case.applicant.user
    document = Document.objects.create(
        household=case.household, kind="address", name="x.pdf", content_type="application/pdf",
        size=1, sha256="0" * 64, storage_key="files/x", state=Document.State.CHECKED,
    )  # fmt: skip
    acts.withdraw(case.pk, actor=parent)
    piece = case.pieces.get(kind="address")
    with pytest.raises(Stale):
        provide(piece, document, acting=Acting(parent, Side.FAMILY))
    piece.refresh_from_db()
    assert piece.state == Piece.State.REFUSED


def test_giving_a_document_tells_which_kind(case):
    parent = case.applicant.user
    document = Document.objects.create(
        household=case.household, kind="address", name="x.pdf", content_type="application/pdf",
        size=1, sha256="0" * 64, storage_key="files/x", state=Document.State.CHECKED,
    )  # fmt: skip
    provide(case.pieces.get(kind="address"), document, acting=Acting(parent, Side.FAMILY))
    event = case.events.last()
    assert (event.kind, event.payload) == ("piece_provided", {"piece": "address"})
    acts.answer(enrolment.task_of(case).pk, actor=parent)
    case.refresh_from_db()
    assert case.turn == Side.TOWN
