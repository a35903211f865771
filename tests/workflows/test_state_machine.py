"""An enrolment under random acts of random people at random times: what must hold, holds.

`PROOF_EXAMPLES=500 make test T=tests/workflows/test_state_machine.py` searches for longer.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from viewflow.workflow.status import PROCESS

from activities.capacity import taken_by_day
from activities.models import Enrolment
from cases.clock import closures_for, tally, turns_of
from cases.models import Case, Wait
from cases.sides import Side
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.family import one_family
from tests.factories.town import ClosureFactory, ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN, give_missing
from workflows.engine import acts
from workflows.engine.conversation import add_note, post_message
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.drafts import Incomplete
from workflows.engine.procedure import registry
from workflows.engine.step import AlreadyDone, Refused, Stale
from workflows.engine.sweep import sweep_waits

EXAMPLES = int(os.environ.get("PROOF_EXAMPLES", "15"))
STEPS = int(os.environ.get("PROOF_STEPS", "20"))
AT_MOST = 5  # requests of one run
PHASES = (Phase.explicit, Phase.generate)  # the failing run is told as it was, at once
HOLDS = {Case.State.ACCEPTED: ["active"], Case.State.WAITLISTED: ["waiting"]}
CLOSED = set(Case.State.values) - {Case.State.DRAFT, Case.State.OPEN}
# "gone" is a task of no case; the names of exits that do not exist stand for a forged form.
EXITS = st.sampled_from(["accept", "accept", "complement", "refuse"])
ANSWERS = st.sampled_from(["answered", "accept", "decline", "late", "forged"])


class Town:
    """The people of the machine, made once."""

    def __init__(self) -> None:
        self.service = ServiceFactory()
        self.clerks = [agent(self.service) for _ in range(2)]
        self.group = group_of(self.service, places=2)
        self.families = [one_family(children=2) for _ in range(3)]
        ClosureFactory(day=(TUESDAY_TEN + timedelta(days=2)).date())


class Enrolments(RuleBasedStateMachine):
    """Up to as many requests as it likes, for two places."""

    town: Town
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = time_machine.travel(TUESDAY_TEN, tick=False)
        self.time = self.clock.start()
        self.known: list[Case] = []
        self.touched: dict[int, Case] = {}
        self.done: list[tuple[Case, Callable]] = []
        mail.outbox.clear()

    def teardown(self) -> None:
        """Look at every request once more, then undo it all."""
        self.touched = {case.pk: case for case in self.known}
        self.what_was_touched_holds()
        self.clock.stop()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def attempt(self, case: Case, act: Callable) -> None:
        """Try an act with an id of its own; a refusal must change nothing."""
        self.touched[case.pk] = case
        sent = partial(act, act=uuid4())
        before = self.picture(case)
        try:
            sent()
        except (Refused, Incomplete, Stale):
            assert self.picture(case) == before
        else:
            self.done.append((case, sent))

    @staticmethod
    def picture(case: Case) -> tuple:
        """All that an act on a case may change."""
        return (
            Case.objects.filter(pk=case.pk).values().get(),
            list(case.events.values_list("number", "kind", "deliver_after")),
            list(case.waits.values()),
            list(case.pieces.values()),
            list(Enrolment.objects.order_by("pk").values()),
        )

    # -- what people do

    @precondition(lambda self: len(self.known) < AT_MOST)
    @rule(target=cases, family=st.integers(0, 2), child=st.integers(0, 1), counter=st.booleans())
    def file(self, family: int, child: int, counter: bool):
        household, adult, children = self.town.families[family]
        clerk = self.town.clerks[0] if counter else None
        case = enrolment.draft(adult, household, children[child], self.town.group, by=clerk)
        side = Side.TOWN if counter else Side.FAMILY
        self.attempt(case, partial(acts.submit, case.pk, actor=clerk or adult.user, side=side))
        case.refresh_from_db()
        if case.state == Case.State.DRAFT:  # the child stands in the group already
            del self.touched[case.pk]
            return multiple()
        self.known.append(case)
        self.touched[case.pk] = case
        return case

    @rule(case=cases)
    def send_again(self, case: Case) -> None:
        with pytest.raises(Stale):
            acts.submit(case.pk, actor=case.applicant.user, act=uuid4())

    @rule(case=cases, clerk=st.integers(0, 1), way=st.sampled_from(["claim", "release"]))
    def take_or_put_back(self, case: Case, clerk: int, way: str) -> None:
        task = self.task(case)
        self.attempt(case, partial(getattr(acts, way), task, actor=self.town.clerks[clerk]))

    @rule(case=cases, clerk=st.integers(0, 1))
    def hand_over(self, case: Case, clerk: int) -> None:
        one, other = self.town.clerks[clerk], self.town.clerks[1 - clerk]
        self.attempt(case, partial(acts.reassign, self.task(case), to=other, actor=one))

    @rule(case=cases, clerk=st.integers(0, 1), exit=EXITS, reason=st.sampled_from(["age", "", "?"]))
    def decide(self, case: Case, clerk: int, exit: str, reason: str) -> None:
        pieces = {"address": "flou"} if reason else None
        words = {"reason": reason, "pieces": pieces, "actor": self.town.clerks[clerk]}
        self.attempt(case, partial(acts.decide, self.task(case), exit, **words))

    @rule(case=cases)
    def give_documents(self, case: Case) -> None:
        before, self.touched[case.pk] = self.picture(case), case
        try:
            give_missing(case)
        except Stale:
            assert self.picture(case) == before

    @rule(case=cases, exit=ANSWERS)
    def answer(self, case: Case, exit: str) -> None:
        self.attempt(case, partial(acts.answer, self.task(case), exit, actor=case.applicant.user))

    @rule(case=cases)
    def withdraw(self, case: Case) -> None:
        self.attempt(case, partial(acts.withdraw, case.pk, actor=case.applicant.user))

    @rule(case=cases, town=st.booleans())
    def speak(self, case: Case, town: bool) -> None:
        author = self.town.clerks[0] if town else case.applicant.user
        side = Side.TOWN if town else Side.FAMILY
        self.attempt(case, partial(post_message, case.pk, "Bonjour", author=author, side=side))

    @rule(case=cases)
    def note(self, case: Case) -> None:
        self.attempt(case, partial(add_note, case.pk, "À voir", author=self.town.clerks[1]))

    @rule(which=st.integers(0, 1000))
    def send_an_old_act_again(self, which: int) -> None:
        """A retried request: answered as the first time, and nothing moves."""
        if not self.done:
            return
        case, act = self.done[which % len(self.done)]
        before = self.picture(case)
        with suppress(Stale, AlreadyDone):
            act()
        assert self.picture(case) == before

    # -- what time does

    @rule(hours=st.sampled_from([1, 5, 30, 24 * 8, 24 * 16, 24 * 31]), worker=st.booleans())
    def time_passes(self, hours: int, worker: bool) -> None:
        self.time.shift(timedelta(hours=hours, minutes=7, seconds=13))
        if worker:
            self.worker_sweeps_once()

    def worker_sweeps_once(self) -> None:
        self.touched = {case.pk: case for case in self.known}
        sweep_waits()

    @rule()
    def worker_sweeps(self) -> None:
        self.worker_sweeps_once()
        assert sweep_waits() == 0
        overdue = Wait.objects.filter(on=Wait.For.FAMILY, wake_at__lte=now())
        assert not overdue.exists()

    @rule()
    def mails_leave(self) -> None:
        sweep_deliveries()
        ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
        assert len(ids) == len(set(ids))

    def task(self, case: Case) -> int:
        """The open step of a case; a number of no step once it is closed."""
        return case.waits.values_list("pk", flat=True).first() or 0

    # -- what must always hold

    @invariant()
    def what_was_touched_holds(self) -> None:
        for case in self.touched.values():
            case.refresh_from_db()
            numbers_have_no_gap(case)
            waits_once_while_live(case)
            process_agrees(case)
            figures_equal_the_recount(case)
            effect_happened_once(case)
        self.touched.clear()

    @invariant()
    def no_place_is_given_twice(self) -> None:
        taken = taken_by_day([self.town.group])[self.town.group.pk]
        assert all(count <= self.town.group.places for count in taken.values())


def numbers_have_no_gap(case: Case) -> None:
    numbers = list(case.events.values_list("number", flat=True))
    assert numbers == list(range(1, case.last_event + 1))


def waits_once_while_live(case: Case) -> None:
    """A live case has a next step, a queue or a waiting party, and a date (promise 10)."""
    waits = list(case.waits.all())
    if case.state in CLOSED:
        assert (waits, case.turn, case.due_at, case.step) == ([], "", None, "")
        return
    (wait,) = waits
    assert wait.node == case.step
    assert registry[case.procedure].stage_of(case.step) < len(registry[case.procedure].stages)
    if wait.on == Wait.For.STAFF:
        assert wait.service_id == case.service_id
        assert case.turn == Side.TOWN
        assert wait.due_at is not None
        assert wait.due_at <= case.due_at
    else:
        assert (wait.on, case.turn) == (Wait.For.FAMILY, Side.FAMILY)
        assert case.due_at is None  # the town's clock stands
        assert wait.wake_at is not None
        assert wait.owner_id is None


def process_agrees(case: Case) -> None:
    expected = {
        Case.State.OPEN: PROCESS.NEW,
        Case.State.WITHDRAWN: PROCESS.CANCELED,
    }.get(case.state, PROCESS.DONE)
    assert case.process.status == expected
    opened = case.process.task_set.filter(finished__isnull=True).count()
    assert opened == (1 if case.state == Case.State.OPEN else 0)
    endings = case.events.filter(kind__in=CLOSED).values_list("kind", flat=True)
    assert list(endings) == ([case.state] if case.state in CLOSED else [])


def figures_equal_the_recount(case: Case) -> None:
    until = case.closed_at or case.turn_since
    spent = tally(turns_of(case), until, closures_for(case, now()))
    stored = {side: getattr(case, f"{side}_seconds") for side in Side.values}
    assert {side: int(time.total_seconds()) for side, time in spent.items()} == stored


def effect_happened_once(case: Case) -> None:
    made = Enrolment.objects.filter(case_reference=case.reference)
    assert list(made.values_list("state", flat=True)) == HOLDS.get(case.state, [])


@pytest.mark.django_db
def test_whatever_people_do_and_whenever_every_case_holds():
    with time_machine.travel(TUESDAY_TEN, tick=False):
        Enrolments.town = Town()
    run_state_machine_as_test(
        Enrolments,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="PROOF_EXAMPLES" not in os.environ,
            phases=PHASES,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
