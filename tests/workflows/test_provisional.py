"""A yes until a date, for one document: offered, kept, confirmed, lapsed, given back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from activities.models import Enrolment
from cases.models import Case, Piece
from cases.recording import Acting
from cases.sides import Side
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.documents import DocumentFactory
from tests.factories.enrolment import task_of
from tests.factories.town import ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN, kinds, places_of, told, waits
from workflows.engine import acts
from workflows.engine.pieces import provide
from workflows.engine.procedure import registry
from workflows.engine.provisional import usual_end
from workflows.engine.step import Refused
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 1, 15)
PROOF, LOOK = ("family", "proof"), ("staff", "look")


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def clerk():
    return agent(ServiceFactory(slug="enfance"))


@pytest.fixture
def case(clerk) -> Case:
    """Everything is there but the insurance."""
    found = enrolment.request(ServiceFactory(slug="enfance"))
    give(found, "address")
    return found


def give(case: Case, kind: str) -> None:
    paper = DocumentFactory(household=case.household, kind=kind)
    piece = case.pieces.get(kind=kind)
    provide(piece, paper, acting=Acting(case.applicant.user, Side.FAMILY))


def yes_until(case: Case, clerk, *, until: date = UNTIL, without: str = "lapses") -> None:
    answers = {"until": [until.isoformat()], "without": [without], "text": ["À bientôt"]}
    acts.decide(task_of(case).pk, "for_now", actor=clerk, answers=answers)
    case.refresh_from_db()


def offered(case: Case) -> list[str]:
    return [d.exit for d in registry["inscription"].offered(case, "check")]


def test_it_is_offered_for_one_missing_document_only(clerk):
    case = enrolment.request(ServiceFactory(slug="enfance"))
    assert "for_now" not in offered(case)
    give(case, "address")
    assert "for_now" in offered(case)
    give(case, "insurance")
    assert "for_now" not in offered(case)
    with pytest.raises(Refused):
        yes_until(case, clerk)


def test_the_place_is_held_and_the_family_knows_what_it_owes(case, clerk):
    told()
    yes_until(case, clerk)
    assert waits(case) == [PROOF]
    assert kinds(case)[-1] == "accepted_for_now"
    assert places_of(case) == ["active"]
    assert (case.state, case.turn) == (Case.State.OPEN, Side.FAMILY)
    wait = task_of(case)
    assert localdate(wait.wake_at) == UNTIL + timedelta(days=1)
    assert localdate(wait.remind_at) == UNTIL + timedelta(days=1) - timedelta(days=30)
    assert case.pieces.get(kind="insurance").blocking
    assert told() == [f"Demande {case.reference} : accord provisoire"]
    page = page_of(case)
    assert "C’est oui, provisoirement" in page
    assert "Attestation d’assurance" in page
    assert "À bientôt" in page


def page_of(case: Case) -> str:
    client = Client()
    client.force_login(case.applicant.user)
    return client.get(reverse("portal:case", args=[case.reference])).content.decode()


def test_the_document_makes_it_final(case, clerk):
    yes_until(case, clerk)
    with pytest.raises(Refused):
        acts.answer(task_of(case).pk, actor=case.applicant.user)
    give(case, "insurance")
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    assert waits(case) == [LOOK]
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    assert places_of(case) == ["active"]


def test_a_document_that_will_not_do_is_asked_again_with_a_week_at_least(case, clerk, clock):
    yes_until(case, clerk)
    give(case, "insurance")
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    clock.move_to(TUESDAY_TEN + timedelta(days=51), tick=False)  # the eve of the date
    acts.decide(task_of(case).pk, "again", actor=clerk, pieces={"insurance": "périmée"})
    case.refresh_from_db()
    assert waits(case) == [PROOF]
    assert localdate(task_of(case).wake_at) == localdate() + timedelta(days=8)
    assert places_of(case) == ["active"]


def test_a_refused_document_ends_it_and_gives_the_place_back(case, clerk):
    yes_until(case, clerk)
    give(case, "insurance")
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="incomplete")
    case.refresh_from_db()
    assert case.state == Case.State.REFUSED
    assert places_of(case) == ["ended"]


@pytest.mark.parametrize(
    ("without", "end"),
    [
        ("lapses", (Case.State.ABANDONED, ["ended"])),
        ("stands", (Case.State.ACCEPTED, ["active"])),
    ],
)
def test_at_the_date_it_lapses_or_stands_as_was_said(case, clerk, clock, without, end):
    yes_until(case, clerk, without=without)
    clock.move_to(task_of(case).wake_at - timedelta(minutes=1), tick=False)
    sweep_waits()
    case.refresh_from_db()
    assert case.state == Case.State.OPEN
    clock.move_to(now() + timedelta(minutes=2), tick=False)
    assert sweep_waits() == 1
    case.refresh_from_db()
    assert (case.state, places_of(case)) == end


def test_the_family_is_reminded_before_the_date(case, clerk, clock):
    yes_until(case, clerk)
    said = []
    while case.state == Case.State.OPEN:
        clock.move_to(now() + timedelta(days=1), tick=False)
        sweep_waits()
        said += [kind for kind in kinds(case) if kind in {"reminded", "last_notice"}][len(said) :]
    assert said == ["reminded", "reminded", "last_notice"]


def test_taking_the_request_back_gives_the_place_back(case, clerk):
    yes_until(case, clerk)
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert places_of(case) == ["ended"]


def test_with_no_place_left_the_waiting_list_is_offered(clerk):
    group = group_of(ServiceFactory(slug="enfance"), places=0)
    case = enrolment.request(group=group)
    give(case, "address")
    yes_until(case, clerk)
    assert waits(case) == [("family", "offer")]
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("until", [localdate, lambda: localdate() + timedelta(days=400)])
def test_a_date_past_or_far_away_is_refused(case, clerk, until):
    with pytest.raises(Refused):
        yes_until(case, clerk, until=until())
    assert waits(case) == [("staff", "check")]


def test_vaccines_have_three_months():
    assert usual_end(Piece(kind="vaccines"), date(2026, 11, 24)) == date(2027, 2, 24)
    assert usual_end(Piece(kind="insurance"), date(2026, 11, 24)) == date(2026, 12, 24)
    assert usual_end(None, date(2026, 11, 24)) == date(2026, 12, 24)
