"""The clock: what is written on a case is what its events tell (promise 14)."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.clock import Turn, closures_for, tally, turns_of
from cases.models import Case, Wait
from cases.recording import Acting, record
from cases.sides import Side
from family.models import Household
from tests.factories import enrolment
from tests.factories.cases import CaseFactory
from tests.factories.family import HouseholdFactory, one_family
from tests.factories.town import ClosureFactory, ServiceFactory, agent
from town.models import Service
from town.working_time import DAY, PARIS, worked_between
from workflows.engine import acts
from workflows.engine.step import step
from workflows.engine.sweep import sweep_waits

START = datetime(2026, 10, 20, 9, 17, 23, 456_789, tzinfo=PARIS)  # the hour changes on the 25th
PAUSES = st.timedeltas(timedelta(), timedelta(days=20))
TURNS = st.lists(st.tuples(PAUSES, st.sampled_from(Side.values)), max_size=8)


def stored(case: Case) -> dict[str, int]:
    """The running totals of the row."""
    return {side: getattr(case, f"{side}_seconds") for side in Side.values}


def recounted(case: Case) -> dict[str, int]:
    """The same, from the events alone."""
    until = case.turn_since or START
    times = tally(turns_of(case), until, closures_for(case, until))
    return {side: int(time.total_seconds()) for side, time in times.items()}


@pytest.fixture
def closed_days(db) -> Service:
    """A service closed some days of its own and some of the town's, and another's that are not."""
    service = ServiceFactory()
    ClosureFactory(day=datetime(2026, 10, 29, tzinfo=PARIS).date())
    ClosureFactory(day=datetime(2026, 11, 13, tzinfo=PARIS).date(), service=service)
    ClosureFactory(day=datetime(2026, 11, 17, tzinfo=PARIS).date(), service=ServiceFactory())
    return service


@given(TURNS, PAUSES)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_totals_are_those_of_the_events(closed_days: Service, turns, last):
    household = Household.objects.first() or HouseholdFactory()
    with time_machine.travel(START, tick=False) as clock:
        case = CaseFactory(
            service=closed_days,
            household=household,
            turn="",
            turn_since=None,
            sla_seconds=int((DAY * 10).total_seconds()),
        )
        pass_to(case, "submitted", Side.TOWN)
        for pause, side in turns:
            clock.shift(pause)
            pass_to(case, "answered", side)
        clock.shift(last)
        pass_to(case, "accepted", "")
        clock.shift(timedelta(days=3))
        pass_to(case, "message", None)  # what is said after the end moves no clock
    case.refresh_from_db()
    assert recounted(case) == stored(case)
    whole = worked_between(START, case.turn_since, closures_for(case, case.turn_since))
    assert 0 <= whole.total_seconds() - sum(stored(case).values()) <= len(turns) + 1
    assert case.due_at is None


def pass_to(case: Case, kind: str, side: str | None) -> None:
    """Let one event happen, with the turn that it gives."""
    with step(Acting(), pk=case.pk) as locked:
        record(locked, kind, turn=side)


def test_the_familys_time_moves_the_promised_date_and_is_not_the_towns(closed_days: Service):
    with time_machine.travel(START, tick=False) as clock:
        case = CaseFactory(
            service=closed_days, turn="", turn_since=None, sla_seconds=int(DAY.total_seconds() * 2)
        )
        pass_to(case, "submitted", Side.TOWN)
        case.refresh_from_db()
        first = case.due_at.astimezone(PARIS)
        clock.shift(timedelta(hours=2))
        pass_to(case, "complement_asked", Side.FAMILY)
        clock.shift(timedelta(days=2))
        pass_to(case, "answered", Side.TOWN)
    case.refresh_from_db()
    # two days more, over a week-end and the change of the hour: the same hour of the day
    assert case.due_at.astimezone(PARIS) - first == timedelta(days=4)
    assert stored(case)["town"] == 7200
    left = worked_between(case.turn_since, case.due_at, closures_for(case, case.turn_since))
    assert left.total_seconds() == case.sla_seconds - 7200


def test_a_tally_stops_at_the_moment_it_is_asked_for():
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=PARIS)
    turns = [Turn(monday, Side.TOWN), Turn(monday + timedelta(days=1), Side.FAMILY)]
    times = tally(turns, monday + timedelta(days=3))
    assert times == {"town": DAY, "family": DAY * 2, "third": timedelta()}


@pytest.mark.parametrize("seed", range(4))
def test_a_case_lived_through_the_engine_keeps_its_clock(closed_days: Service, seed: int):
    chance = random.Random(seed)
    with time_machine.travel(START.astimezone(UTC)) as clock:
        household, parent, (child,) = one_family()
        case = enrolment.submitted(parent, household, child, enrolment.group_of(closed_days))
        clerk = agent(closed_days)
        while Case.objects.get(pk=case.pk).is_live:
            clock.shift(timedelta(minutes=chance.randint(1, 6 * 24 * 60)))
            live_on(case, parent.user, clerk, chance)
            case.refresh_from_db()
            assert recounted(case) == stored(case)
    assert not case.waits.exists()
    assert case.turn == ""


def live_on(case: Case, parent, clerk, chance: random.Random) -> None:
    """Somebody does something that the case allows, or nobody does and the timers fire."""
    wait = Wait.objects.get(case=case)
    if wait.on == Wait.For.STAFF:
        exit = chance.choice(["complement", "complement", "accept", "refuse"])
        acts.decide(wait.pk, exit, actor=clerk, act=uuid4(), reason="residence", text="Quel quai ?")
    elif chance.random() < 0.2:
        acts.withdraw(case.pk, actor=parent, act=uuid4())
    elif chance.random() < 0.7:
        acts.answer(wait.pk, chance.choice(list(wait.task.flow_task.closes)), actor=parent)
    else:
        sweep_waits()
