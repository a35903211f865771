"""A certificate that the service draws up: asked with its period, given into the family's store."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Piece
from cases.permissions import papers_of
from documents.models import Document
from documents.permissions import household_may_open
from documents.reuse import reusable
from family.models import Child
from tests.factories import requests
from tests.factories.documents import DocumentFactory
from tests.factories.enrolment import task_of
from tests.factories.family import separated_parents
from tests.factories.town import ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN, kinds, told, waits
from town.models import Service
from workflows.engine import acts
from workflows.engine.drafts import Incomplete
from workflows.engine.pieces import open_to_papers
from workflows.engine.procedure import registry
from workflows.engine.receipt import receipt
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
CHECK, MISSING = ("staff", "check"), ("family", "missing")


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is Tuesday, ten in the morning, until a test says otherwise."""
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def billing() -> Service:
    return ServiceFactory(slug="regie", name="Régie")


@pytest.fixture
def clerk(billing) -> User:
    return agent(billing)


@pytest.fixture
def parents():
    return separated_parents()


def wanted(child: Child, kind: str = "payment", changes: dict | None = None) -> requests.Answers:
    period = {"starts_on": "2025-09-01", "ends_on": "2026-07-04"} | (changes or {})
    precision = "Un relevé des jours de présence" if kind == "other" else ""
    return {
        "document": {"kind": kind, "precision": precision},
        "periode": {"child": str(child.public_id)} | period,
    }


@pytest.fixture
def case(parents, billing) -> Case:
    """A mother's request of a payment certificate for the child."""
    (home, mother), _other, child = parents
    return requests.sent("demande-document", mother, home, wanted(child))


def paper(by: User, **changes: object) -> Document:
    """A paper that somebody has just sent to the store."""
    given = {"kind": Document.Kind.CERTIFICATE, "household": None, "uploaded_by": by}
    return DocumentFactory(**given | changes)


def issue(case: Case, document: Document, by: User) -> None:
    answers = {"document": [str(document.public_id)], "text": ["La voici."]}
    acts.decide(task_of(case).pk, "issue", actor=by, answers=answers)
    case.refresh_from_db()


def test_a_request_goes_to_the_service_that_knows(case, billing):
    assert (case.service, case.title) == (billing, "Attestation de paiement")
    assert (kinds(case), waits(case)) == (["submitted"], [CHECK])
    assert receipt(case).missing == []
    lines = {str(line.label): str(line.value) for line in registry[case.procedure].lines(case)}
    assert lines["Période"].replace("\u00a0", " ") == "du 1er septembre 2025 au 4 juillet 2026"


def test_the_paper_given_is_in_the_case_and_in_the_family_s_documents(case, clerk, parents, client):
    (_home, mother), (_other, father), child = parents
    told()
    given = paper(clerk)
    issue(case, given, clerk)
    assert kinds(case) == ["submitted", "accepted"]
    assert told() == [f"Demande {case.reference} : acceptée"]
    given.refresh_from_db()
    assert (given.household, given.child) == (case.household, child)
    piece = case.pieces.get()
    assert (piece.document, piece.state) == (given, Piece.State.ISSUED)
    assert household_may_open(mother.user, given)
    assert not household_may_open(father.user, given)
    assert list(papers_of(clerk, case)) == [given]
    client.force_login(mother.user)
    address = reverse("portal:document", args=[given.public_id])
    for page in (reverse("portal:case", args=[case.reference]), reverse("portal:documents")):
        assert address in client.get(page).content.decode()


def test_nothing_is_given_without_the_paper(case, clerk):
    for answers in (None, {"document": [""]}, {"document": [str(uuid4())]}):
        with pytest.raises(acts.Refused):
            acts.decide(task_of(case).pk, "issue", actor=clerk, answers=answers)
    assert (kinds(case), waits(case)) == (["submitted"], [CHECK])


def test_a_paper_of_somebody_else_is_never_given(case, clerk, billing):
    """A colleague's, another family's, one of another kind."""
    others = [
        paper(agent(billing)),
        paper(clerk, household=separated_parents()[0][0]),
        paper(clerk, kind=Document.Kind.OTHER),
    ]
    for document in others:
        with pytest.raises(acts.Refused):
            issue(case, document, clerk)
    assert kinds(case) == ["submitted"]


def test_the_same_paper_is_not_given_twice(case, clerk, parents):
    (home, mother), _other, child = parents
    second = requests.sent("demande-document", mother, home, wanted(child))
    given = paper(clerk)
    issue(case, given, clerk)
    with pytest.raises(acts.Refused):
        issue(second, given, clerk)
    assert kinds(second) == ["submitted"]


def test_what_the_town_writes_is_not_taken_for_a_family_s_paper(case, clerk, parents):
    given = paper(clerk)
    issue(case, given, clerk)
    assert reusable(case.household, case.child, given.kind, TUESDAY_TEN.date()) is None
    assert not open_to_papers(case, Document.Kind.CERTIFICATE)


def test_a_refusal_says_why(case, clerk):
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="elsewhere")
    acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="unpaid")
    assert (kinds(case)[-1], case.state) == ("refused", Case.State.REFUSED)
    assert not case.pieces.exists()


def test_it_is_handed_over_to_the_service_that_knows(case, clerk):
    school = ServiceFactory(slug="enfance-periscolaire")
    acts.decide(task_of(case).pk, "transfer", actor=clerk, answers={"service": [school.slug]})
    case.refresh_from_db()
    assert (kinds(case)[-1], case.service, waits(case)) == ("transferred", school, [CHECK])


def test_a_family_that_does_not_answer_finds_its_request_closed(case, clerk, clock):
    acts.decide(task_of(case).pk, "complement", actor=clerk, text="Quelle période ?")
    assert waits(case) == [MISSING]
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    assert waits(case) == [CHECK]
    acts.decide(task_of(case).pk, "complement", actor=clerk, text="Et le mois de juillet ?")
    clock.shift(timedelta(days=31))
    sweep_waits()
    assert (kinds(case)[-1], case.state) == ("abandoned", Case.State.ABANDONED)


def test_it_can_be_withdrawn(case):
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert (kinds(case)[-1], case.state) == ("withdrawn", Case.State.WITHDRAWN)


@pytest.mark.parametrize(
    ("kind", "changes", "step"),
    [
        ("payment", {"starts_on": ""}, "periode"),
        ("payment", {"ends_on": "2025-01-01"}, "periode"),
        ("payment", {"starts_on": "2027-01-01", "ends_on": "2027-02-01"}, "periode"),
        ("payment", {"child": str(uuid4())}, "periode"),
        ("", {}, "document"),
    ],
)
def test_what_makes_no_sense_is_not_sent(parents, billing, kind, changes, step):
    (home, mother), _other, child = parents
    with pytest.raises(Incomplete) as incomplete:
        requests.sent("demande-document", mother, home, wanted(child, kind, changes))
    assert step in incomplete.value.steps


@pytest.mark.parametrize("kind", ["removal", "other"])
def test_some_documents_have_no_period(parents, kind):
    welcome = ServiceFactory(slug=settings.WELCOME_SERVICE)
    (home, mother), _other, child = parents
    answers = wanted(child, kind, {"starts_on": "", "ends_on": ""})
    case = requests.sent("demande-document", mother, home, answers)
    assert case.service == welcome
