"""Random acts of random people on the requests of one démarche, legal and not, in any order."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.db import OperationalError, connection, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from cases.models import Case, CaseEvent, Piece, Wait
from cases.permissions import Level, level, may_move, may_treat, people_for
from cases.recording import Acting
from cases.sides import Side
from tests.factories.documents import DocumentFactory
from tests.factories.town import ClosureFactory
from tests.flows.holding import all_hold, no_place_is_given_twice
from tests.flows.people import FAMILY_SIDE, STAFF, People, settle
from tests.flows.play import Play, good_words
from tests.workflows.breaking import NthStatement, contents
from workflows.engine import acts
from workflows.engine.conversation import add_note, post_message
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.drafts import Incomplete
from workflows.engine.pieces import provide, review
from workflows.engine.procedure import registry
from workflows.engine.step import AlreadyDone, Refused, Stale
from workflows.engine.sweep import sweep_waits

EXAMPLES = int(os.environ.get("PROOF_EXAMPLES", "4"))
STEPS = int(os.environ.get("PROOF_STEPS", "12"))
AT_MOST = 4  # requests of one run
TUESDAY_TEN = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Paris"))
NO_TASK = 0  # the number of no task
WHICH, CHOICE = st.integers(0, AT_MOST - 1), st.integers(0, 11)
# Mostly who has the right to; now and then who has not.
AGENTS = st.sampled_from(["clerk", "clerk", "head", *STAFF])
FAMILIES = st.sampled_from(["parent", "parent", *FAMILY_SIDE, "clerk"])
# What is said with a decision: all that it asks, nothing, or what nobody declared.
WORDS = st.sampled_from(["good", "good", "good", "none", "forged"])
WAYS = st.tuples(CHOICE, WORDS)
FORGED = {"reason": "?", "answers": {"text": [""], "document": [str(uuid4())]}}
HOURS = st.sampled_from([1, 5, 30, 24 * 8, 24 * 16, 24 * 31, 24 * 95])


class Lost(NthStatement):
    """The database is lost before the n-th statement; what undoes a step still gets through."""

    def __call__(self, execute: Callable, sql: str, *rest: Any) -> Any:
        if sql.startswith(("ROLLBACK", "RELEASE", "SAVEPOINT")):
            return execute(sql, *rest)
        return super().__call__(execute, sql, *rest)


@contextmanager
def lost_before(statement: int) -> Iterator[None]:
    """Lose the database there; nowhere for 0."""
    with Lost(statement).armed():
        yield


class Requests(RuleBasedStateMachine):
    """A few requests of one démarche; each run begins with one and is undone at its end."""

    play: Play
    slug: str
    people: People

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = time_machine.travel(TUESDAY_TEN, tick=False)
        self.time = self.clock.start()
        self.known: list[int] = []
        self.touched: set[int] = set()
        self.done: list[Callable] = []
        self.seen: dict[str, str] | None = None  # the records, while nothing has changed them
        mail.outbox.clear()

    def teardown(self) -> None:
        """Look at every request once more, then undo it all."""
        self.touched = set(self.known)
        try:
            self.what_was_touched_holds()
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # -- how an act is tried

    def attempt(self, case: Case, act: Callable, *, may: bool, lost: int = 0) -> None:
        """Try an act with an id of its own, if the door lets the person in; a refusal, or a
        failure in its middle, changes nothing."""
        if not may:
            return
        act_id, before = uuid4(), self.records()
        sent = partial(act, act=act_id)
        self.touched.add(case.pk)
        self.seen = None
        try:
            with lost_before(lost):
                sent()
        except (Refused, Incomplete, Stale, OperationalError):
            assert self.records() == before
        else:  # what was so already has no event, and may be done later
            self.done += [sent] if CaseEvent.objects.filter(act=act_id).exists() else []

    def records(self) -> dict[str, str]:
        """All that the town's records hold."""
        if self.seen is None:
            self.seen = contents()
        return self.seen

    def case(self, which: int) -> Case:
        """One of the requests, as it stands."""
        pk = self.known[which % len(self.known)]
        return Case.objects.select_related("household", "child", "applicant").get(pk=pk)

    def task(self, case: Case, which: int, on: str = Wait.For.STAFF) -> Wait:
        """What the case waits for; a task of no case when it waits for nobody like that."""
        found = list(case.waits.filter(on=on).order_by("pk")) or list(case.waits.order_by("pk"))
        return found[which % len(found)] if found else Wait(pk=NO_TASK, case=case)

    def serves(self, role: str, case: Case, wait: Wait) -> bool:
        """Whether the desk's door lets this person move that task."""
        user = self.people.who(role, case.household)
        if role == "outsider" and not case.involved.exists() and case.service.slug != "voirie":
            assert level(user, case) == Level.NONE
        return may_treat(user, case) and (wait.pk == NO_TASK or may_move(user, wait))

    def asks(self, role: str, case: Case) -> bool:
        """Whether the door lets this person act for the family: at home, or at the counter."""
        user = self.people.who(role, case.household)
        if role == "stranger":
            assert level(user, case) == Level.NONE
        return level(user, case) == Level.WRITE

    def as_role(self, role: str, case: Case) -> dict[str, Any]:
        """Who acts, and for which side."""
        user = self.people.who(role, case.household)
        return {"actor": user, "side": Side.TOWN if role in STAFF else Side.FAMILY}

    # -- what people do

    @initialize(family=st.integers(0, 2), choice=CHOICE)
    def file_the_first(self, family: int, choice: int) -> None:
        self.file(family, choice, counter=False, lost=0)

    @precondition(lambda self: len(self.known) < AT_MOST)
    @rule(family=st.integers(0, 2), choice=CHOICE, counter=st.booleans(), lost=st.integers(0, 30))
    def file_another(self, family: int, choice: int, counter: bool, lost: int) -> None:
        self.file(family, choice, counter, lost if choice % 4 == 0 else 0)

    def file(self, family: int, choice: int, counter: bool, lost: int) -> None:
        home = self.people.families[family]
        clerk = self.people.staff["clerk"] if counter else None
        case = self.play.draft(home, choice, clerk)
        self.seen = None
        visitor = case.household is None
        user = None if visitor else clerk or home.adult.user
        side = Side.TOWN if user == clerk and clerk else Side.FAMILY
        act = partial(acts.submit, case.pk, actor=user, side=side)
        self.attempt(case, act, may=True, lost=lost)
        case.refresh_from_db()
        if case.state == Case.State.DRAFT:
            self.touched.discard(case.pk)
        else:
            self.known.append(case.pk)

    @rule(which=WHICH)
    def send_again(self, which: int) -> None:
        case = self.case(which)
        act = partial(acts.submit, case.pk, **self.as_role("parent", case))
        before = len(self.done)
        self.attempt(case, act, may=True)
        assert len(self.done) == before

    @rule(which=WHICH, task=WHICH, role=AGENTS, way=st.sampled_from([acts.claim, acts.release]))
    def take_or_put_back(self, which: int, task: int, role: str, way: Callable) -> None:
        case = self.case(which)
        wait = self.task(case, task)
        user = self.people.who(role, case.household)
        self.attempt(case, partial(way, wait.pk, actor=user), may=self.serves(role, case, wait))

    @rule(which=WHICH, task=WHICH, role=AGENTS, to=AGENTS)
    def hand_over(self, which: int, task: int, role: str, to: str) -> None:
        case = self.case(which)
        wait, other = self.task(case, task), self.people.who(to, case.household)
        may = self.serves(role, case, wait) and (
            wait.pk == NO_TASK or people_for(wait).filter(pk=other.pk).exists()
        )
        user = self.people.who(role, case.household)
        self.attempt(case, partial(acts.reassign, wait.pk, to=other, actor=user), may=may)

    @rule(which=WHICH, task=WHICH, role=AGENTS, way=WAYS, lost=st.integers(0, 80))
    def decide(self, which: int, task: int, role: str, way: tuple[int, str], lost: int) -> None:
        self.decide_as(self.case(which), task, role, way, lost)

    def decide_as(self, case: Case, task: int, role: str, way: tuple[int, str], lost: int) -> None:
        """Leave a task by one of its ways."""
        exit, words = way
        wait, user = self.task(case, task), self.people.who(role, case.household)
        offered = registry[case.procedure].offered(case, wait.node)
        declared = offered[exit % len(offered)] if offered else None
        given: dict[str, Any] = FORGED if words == "forged" else {}
        if declared and words == "good":
            given = good_words(case, wait, declared, user)
        act = partial(acts.decide, wait.pk, declared.exit if declared else "forged", actor=user)
        may = self.serves(role, case, wait)
        self.attempt(case, partial(act, **given), may=may, lost=lost if exit % 4 == 3 else 0)

    @rule(which=WHICH, task=WHICH, exit=CHOICE)
    def decide_rightly(self, which: int, task: int, exit: int) -> None:
        """What an agent mostly does; without it few requests would come far."""
        self.decide_as(self.case(which), task, "clerk", (exit % 4 * (exit < 6), "good"), 0)

    @rule(which=WHICH, exit=CHOICE)
    def decide_as_supervisor(self, which: int, exit: int) -> None:
        self.decide_as(self.case(which), 0, "second_head", (exit % 4 * (exit < 6), "good"), 0)

    @rule(which=WHICH, role=AGENTS, accepted=st.booleans())
    def look_at_a_document(self, which: int, role: str, accepted: bool) -> None:
        case = self.case(which)
        piece = case.pieces.exclude(document=None).first()
        acting = Acting(self.people.who(role, case.household), Side.TOWN)
        if piece and self.serves(role, case, Wait(pk=NO_TASK)):
            self.quietly(case, partial(review, piece, accepted=accepted, acting=acting))

    @rule(which=WHICH)
    def give_documents(self, which: int) -> None:
        case = self.case(which)
        acting = Acting(self.people.who("parent", case.household), Side.FAMILY)
        for piece in case.pieces.filter(state__in=[Piece.State.ASKED, Piece.State.REFUSED]):
            paper = DocumentFactory(household=case.household, kind=piece.kind, child=case.child)
            self.seen = None
            self.quietly(case, partial(provide, piece, paper, acting=acting))

    def quietly(self, case: Case, act: Callable) -> None:
        """An act without an id of its own."""
        before, self.seen = self.records(), None
        self.touched.add(case.pk)
        try:
            act()
        except Stale:
            assert self.records() == before

    @rule(which=WHICH, role=FAMILIES, exit=CHOICE, lost=st.integers(0, 60))
    def answer(self, which: int, role: str, exit: int, lost: int) -> None:
        case = self.case(which)
        wait = self.task(case, exit, Wait.For.FAMILY)
        node = wait.task.flow_task if wait.pk else None
        ways = [*getattr(node, "closes", {"answered": ""}), "late", "forged"]
        act = partial(acts.answer, wait.pk, ways[exit % len(ways)], **self.as_role(role, case))
        self.attempt(case, act, may=self.asks(role, case), lost=lost if exit % 4 == 3 else 0)

    @rule(which=WHICH, role=FAMILIES)
    def withdraw(self, which: int, role: str) -> None:
        case = self.case(which)
        act = partial(acts.withdraw, case.pk, **self.as_role(role, case))
        self.attempt(case, act, may=self.asks(role, case))

    @rule(which=WHICH, role=FAMILIES)
    def speak(self, which: int, role: str) -> None:
        case, said = self.case(which), {}
        who = self.as_role(role, case)
        said = {"author": who["actor"], "side": who["side"]}
        act = partial(post_message, case.pk, "Bonjour", **said)
        self.attempt(case, act, may=self.asks(role, case))

    @rule(which=WHICH, role=AGENTS)
    def note(self, which: int, role: str) -> None:
        case = self.case(which)
        author = self.people.who(role, case.household)
        act = partial(add_note, case.pk, "À voir", author=author)
        self.attempt(case, act, may=self.serves(role, case, Wait(pk=NO_TASK)))

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 1000))
    def send_an_old_act_again(self, which: int) -> None:
        """A retried request: answered as the first time, and nothing moves."""
        before, self.seen = self.records(), None
        with suppress(Stale, AlreadyDone):
            self.done[which % len(self.done)]()
        assert self.records() == before

    # -- what the town and time do

    @precondition(lambda self: self.play.town_acts())
    @rule(which=WHICH)
    def the_service_acts(self, which: int) -> None:
        ways = self.play.town_acts()
        ways[which % len(ways)](self.people.staff["head"])
        self.everything_moved()

    @rule(hours=HOURS, worker=st.booleans())
    def time_passes(self, hours: int, worker: bool) -> None:
        self.time.shift(timedelta(hours=hours, minutes=7, seconds=13))
        if worker:
            self.sweep()

    @rule(statement=st.integers(1, 40))
    def a_worker_dies_in_its_sweep(self, statement: int) -> None:
        with suppress(OperationalError), lost_before(statement):
            self.sweep()
        self.everything_moved()

    @rule()
    def the_worker_sweeps(self) -> None:
        self.time.shift(timedelta(hours=1))  # what failed is due again
        self.sweep()
        assert sweep_waits() == 0
        overdue = Wait.objects.exclude(on__in=[Wait.For.STAFF, Wait.For.WORKER])
        assert not overdue.filter(wake_at__lte=now()).exists()

    def sweep(self) -> None:
        """Everything that is due, once; what it opened and is due at once, too."""
        self.everything_moved()
        while sweep_waits() + self.play.sweep():
            pass

    def everything_moved(self) -> None:
        self.touched, self.seen = set(self.known), None

    @rule()
    def mails_leave(self) -> None:
        sweep_deliveries()
        self.seen = None
        ids = [m.extra_headers["Message-ID"] for m in mail.outbox if m.extra_headers]
        assert len(ids) == len(set(ids))

    # -- what must always hold

    @invariant()
    def what_was_touched_holds(self) -> None:
        if self.touched:
            all_hold(self.touched, self.play)
            no_place_is_given_twice()
        self.touched = set()


def prove(slug: str, play: Play, *, examples: int = EXAMPLES) -> None:
    """Run the machine over one démarche."""
    connection.ensure_connection()
    with time_machine.travel(TUESDAY_TEN, tick=False):
        people = settle([play])
        ClosureFactory(day=(TUESDAY_TEN + timedelta(days=2)).date())
    machine = type("Requests", (Requests,), {"slug": slug, "play": play, "people": people})
    run_machine(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="PROOF_EXAMPLES" not in os.environ,
            phases=(Phase.explicit, Phase.generate),  # the failing run is told as it was, at once
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
