"""A step that fails anywhere leaves nothing behind; done again, it is there whole, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection

from cases.models import Case, Piece
from cases.recording import Acting
from cases.sides import Side
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.documents import DocumentFactory
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.workflows.breaking import Broken, NthLine, NthStatement, contents
from tests.workflows.following import TUESDAY_TEN, give_missing, kinds, places_of
from workflows.engine import acts
from workflows.engine.conversation import add_note, post_message
from workflows.engine.pieces import provide, review

pytestmark = pytest.mark.django_db

SENT = ["submitted", "checked"]
COMPLEMENT = [*SENT, "complement_asked"]
OFFERED = [*SENT, "file_accepted", "place_offered"]
LINES_OF = ("workflows/engine", "workflows/enrolment", "cases", "activities")


@dataclass
class Act:
    """One act ready to be done, and the events that the case has once it is."""

    do: Callable
    case: Case
    events: list[str]
    places: list[str]


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def prepared(request, clock) -> Act:
    """The act of that name, made ready."""
    return READY[request.param](clock, uuid4())


def submit(clock, act: UUID) -> Act:
    household, adult, (child,) = one_family()
    case = enrolment.draft(adult, household, child, group_of(ServiceFactory()))
    return Act(partial(acts.submit, case.pk, actor=adult.user, act=act), case, SENT, [])


def decide(exit: str, events: list[str], places: list[str], *, full: bool = False) -> Callable:
    def ready(clock, act: UUID) -> Act:
        service = ServiceFactory()
        case = enrolment.request(service, group=group_of(service, places=0 if full else 3))
        do = partial(
            acts.decide, task_of(case).pk, exit, actor=agent(service), act=act,
            reason="age", text="Trop jeune.", pieces={"address": "flou", "caf": ""},
        )  # fmt: skip
        return Act(do, case, events, places)

    return ready


def claim(clock, act: UUID) -> Act:
    case = enrolment.request()
    do = partial(acts.claim, task_of(case).pk, actor=agent(case.service), act=act)
    return Act(do, case, [*SENT, "claimed"], [])


def answer(clock, act: UUID) -> Act:
    case = enrolment.request(complement=True)
    give_missing(case)
    do = partial(acts.answer, task_of(case).pk, actor=case.applicant.user, act=act)
    return Act(do, case, [*COMPLEMENT, "piece_provided", "answered"], [])


def take_offer(clock, act: UUID) -> Act:
    case = enrolment.request(offered=True)
    do = partial(acts.answer, task_of(case).pk, "accept", actor=case.applicant.user, act=act)
    return Act(do, case, [*OFFERED, "offer_accepted", "waitlisted"], ["waiting"])


def withdraw(clock, act: UUID) -> Act:
    case = enrolment.request()
    do = partial(acts.withdraw, case.pk, actor=case.applicant.user, act=act)
    return Act(do, case, [*SENT, "withdrawn"], [])


def remind(clock, act: UUID) -> Act:
    case = enrolment.request(complement=True)
    clock.move_to(TUESDAY_TEN + timedelta(days=8), tick=False)
    return Act(partial(acts.remind, task_of(case).pk), case, [*COMPLEMENT, "reminded"], [])


def expire(clock, act: UUID) -> Act:
    case = enrolment.request(complement=True)
    clock.move_to(TUESDAY_TEN + timedelta(days=31), tick=False)
    return Act(partial(acts.expire, task_of(case).pk), case, [*COMPLEMENT, "abandoned"], [])


def message(clock, act: UUID) -> Act:
    case = enrolment.request()
    paper = DocumentFactory(household=case.household)
    do = partial(
        post_message, case.pk, "Bonjour", author=case.applicant.user, side=Side.FAMILY, act=act,
        attachments=[paper],
    )  # fmt: skip
    return Act(do, case, [*SENT, "message"], [])


def note(clock, act: UUID) -> Act:
    case = enrolment.request()
    do = partial(add_note, case.pk, "À voir", author=agent(case.service), act=act)
    return Act(do, case, [*SENT, "note"], [])


def give(clock, act: UUID) -> Act:
    case = enrolment.request()
    paper = DocumentFactory(household=case.household)

    def do() -> None:
        acting = Acting(case.applicant.user, Side.FAMILY, act)
        provide(case.pieces.get(kind="address"), paper, acting=acting)

    return Act(do, case, [*SENT, "piece_provided"], [])


def refuse_piece(clock, act: UUID) -> Act:
    case = enrolment.request()
    paper = DocumentFactory(household=case.household)
    case.pieces.filter(kind="address").update(document=paper, state=Piece.State.PROVIDED)
    clerk = agent(case.service)

    def do() -> None:
        piece = case.pieces.get(kind="address")
        review(piece, accepted=False, acting=Acting(clerk, Side.TOWN, act), comment="flou")

    return Act(do, case, [*SENT, "piece_refused"], [])


READY: dict[str, Callable] = {
    "submit": submit,
    "claim": claim,
    "accept": decide("accept", [*SENT, "file_accepted", "accepted"], ["active"]),
    "accept when full": decide("accept", OFFERED, [], full=True),
    "refuse": decide("refuse", [*SENT, "refused"], []),
    "ask a complement": decide("complement", COMPLEMENT, []),
    "answer": answer,
    "take the offer": take_offer,
    "withdraw": withdraw,
    "remind": remind,
    "expire": expire,
    "message": message,
    "note": note,
    "give a piece": give,
    "refuse a piece": refuse_piece,
}


def break_everywhere(act: Act, failures: Callable, error: type[Exception]) -> int:
    """Fail at the first place, the second…, until the act succeeds; how often it failed."""
    before, waiting = contents(), len(connection.run_on_commit)
    for n in range(1, 2000):
        with failures(n).armed():
            try:
                act.do()
            except error as broken:
                trouble = broken
            else:
                break
        assert contents() == before, f"something stayed after failure {n}: {trouble}"
        assert len(connection.run_on_commit) == waiting, f"a job would leave after failure {n}"
    assert kinds(act.case) == act.events
    assert places_of(act.case) == act.places
    assert contents() != before
    return n - 1


@pytest.mark.parametrize("prepared", READY, indirect=True)
def test_the_database_lost_before_any_statement_leaves_the_case_as_it_was(prepared):
    assert break_everywhere(prepared, NthStatement, OperationalError) > 5


@pytest.mark.parametrize("prepared", ["accept", "take the offer"], indirect=True)
def test_an_error_in_any_line_of_the_rules_leaves_the_case_as_it_was(prepared):
    lines = partial(NthLine, folders=LINES_OF)
    assert break_everywhere(prepared, lines, Broken) > 60
