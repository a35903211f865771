"""Who does what on a day of the town: families ask and answer, agents treat, the clock moves."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.db.models import Q
from django.utils.timezone import now

from cases.models import Case, Piece, Wait
from cases.recording import Acting
from cases.sides import Side
from family.tasks import remind_care_plans, sweep_invitations
from tests.factories.documents import DocumentFactory
from tests.flows.machine import lost_before
from tests.flows.people import People, settle
from tests.flows.play import Play, good_words, play_of
from tests.year import mailbox
from tests.year.broker import Broker
from town.models import Closure
from town.working_time import PARIS, is_working_day
from workflows.engine import acts
from workflows.engine.conversation import add_note, post_message
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.drafts import Incomplete
from workflows.engine.pieces import provide
from workflows.engine.procedure import registry
from workflows.engine.step import AlreadyDone, Refused, Stale
from workflows.engine.sweep import sweep_waits

HOURS = (time(9), time(14, 30), time(20))
START = date(2026, 9, 1)
AFTER = 40  # days without new requests, so that the longest usual wait of a family ends
LATE_ENOUGH = 0.75  # how often an agent who looks at a task treats it at once


@dataclass
class Year:
    """A town that lives from one day to the next; the same seed makes the same town."""

    seed: int
    days: int
    cases: int
    families: int
    clock: Any
    tell: Callable[[str], None] = lambda line: None
    people: People = field(init=False)
    crashes: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    sweeps: list[datetime] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)  # whose families will never answer
    crashed: set[int] = field(default_factory=set)  # the cases that a broken sweep may have met

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.broker = Broker(self.chance)
        self.plays: dict[str, Play] = {p.slug: play_of(p) for p in registry}
        mailbox.empty()
        self.clock.move_to(datetime.combine(START, time(8), PARIS), tick=False)
        places = max(3, self.families // 3)
        self.people = settle(
            list(self.plays.values()), families=self.families, places=places, days=self.days + 120
        )
        for day in (120, 253):  # bridges
            Closure.objects.create(day=START + timedelta(days=day), label="Pont")

    # -- the days

    def live(self) -> None:
        """Every day of the year, then the time that its last requests need to end."""
        for number in range(self.days):
            self.day(START + timedelta(days=number), asks=self.cases / self.days)
            if number % 30 == 29:
                self.tell(f"day {number + 1}: {Case.objects.submitted().count()} requests")
        for number in range(self.days, self.days + AFTER):
            self.day(START + timedelta(days=number), asks=0)
        self.mend()

    def day(self, today: date, asks: float) -> None:
        """Three moments of a day; some days something is down."""
        week, fate = today.toordinal() // 7, Random(f"{self.seed}-{today.toordinal() // 4}")
        self.broker.up = fate.random() > 0.15
        mailbox.up[0] = fate.random() > 0.1
        outage = fate.random() < 0.12  # four days without any sweep
        self.crashes["days of outage"] += outage
        self.crashes["days without broker"] += not self.broker.up
        self.crashes["days without mail"] += not mailbox.up[0]
        for moment in HOURS:
            self.clock.move_to(datetime.combine(today, moment, PARIS), tick=False)
            if not outage:
                self.sweep()
            self.families_act(asks / len(HOURS))
            if is_working_day(today, frozenset()) and moment < time(18):
                self.agents_act()
                if today.weekday() == 3 and moment == HOURS[0] and week % 3 == 0:
                    self.supervisors_act()
            self.broker.work()

    def mend(self) -> None:
        """All is up again, and the sweeps pass until nothing is due."""
        self.broker.up = mailbox.up[0] = True
        for _hour in range(8):
            self.clock.shift(timedelta(hours=6))
            self.sweep(broken=False)
            self.broker.work()

    def sweep(self, *, broken: bool = True) -> None:
        """What beat does in a few minutes; one time in forty the database is lost in its middle."""
        statement = self.chance.randint(1, 60) if broken and self.chance.random() < 0.025 else 0
        self.sweeps.append(now())
        if statement:
            due = Wait.objects.filter(Q(wake_at__lte=now()) | Q(remind_at__lte=now()))
            self.crashes["sweeps cut"] += 1
            self.crashed |= set(due.values_list("case", flat=True))
        try:
            with lost_before(statement):
                while sweep_waits():
                    pass
        except OperationalError:
            pass
        for play in self.plays.values():
            play.sweep()
        sweep_deliveries()
        if mailbox.up[0] and now().astimezone(PARIS).hour < 12:
            sweep_invitations()
            remind_care_plans()

    # -- the acts

    def act(self, name: str, case: Case, act: Callable) -> bool:
        """Do it; one time in thirty the database is lost in its middle, and it is sent again. The
        same act sent twice is as good as once."""
        sent = partial(act, act=UUID(int=self.chance.getrandbits(128), version=4))
        if self.chance.random() < 0.03:
            self.crashes["acts cut"] += 1
            try:
                with lost_before(self.chance.randint(1, 60)):
                    sent()
            except (OperationalError, Refused, Incomplete, Stale, AlreadyDone):
                pass
        try:
            sent()
            if self.chance.random() < 0.05:
                self.crashes["acts sent twice"] += 1
                sent()
        except (Refused, Incomplete):
            self.refused[name] += 1
            return False
        except Stale:
            return False
        return True

    def families_act(self, asks: float) -> None:
        """Some ask for something new; some answer, write, or take their request back."""
        count = int(asks) + (self.chance.random() < asks % 1)
        for _ in range(count):
            self.ask()
        for wait in Wait.objects.filter(on=Wait.For.FAMILY).select_related("case").order_by("pk"):
            if wait.case_id not in self.silent and self.chance.random() < 0.025:
                self.answer(wait)
        live = list(Case.objects.live().order_by("pk").values_list("pk", flat=True))
        for pk in self.chance.sample(live, min(len(live), self.chance.randint(0, 1))):
            self.change_ones_mind(Case.objects.select_related("applicant").get(pk=pk))

    def ask(self) -> None:
        """A new request of a démarche, now and then at the counter."""
        slug = self.chance.choice(sorted(self.plays))
        family = self.chance.choice(self.people.families)
        clerk = self.people.staff["clerk"] if self.chance.random() < 0.1 else None
        try:
            case = self.plays[slug].draft(family, self.chance.randrange(12), clerk)
        except mailbox.Down:  # no code to sign with today
            self.refused["no mail to sign with"] += 1
            return
        if self.chance.random() < 0.2:
            self.silent.add(case.pk)
        user = None if case.household is None else clerk or family.adult.user
        side = Side.TOWN if user and clerk else Side.FAMILY
        self.act(f"send {slug}", case, partial(acts.submit, case.pk, actor=user, side=side))

    def answer(self, wait: Wait) -> None:
        """Give what is asked for, and say so; one time in six something else is answered."""
        case = Case.objects.select_related("household", "child", "applicant").get(pk=wait.case_id)
        user = self.asker(case)
        for piece in case.pieces.filter(state__in=[Piece.State.ASKED, Piece.State.REFUSED]):
            paper = DocumentFactory(household=case.household, kind=piece.kind, child=case.child)
            provide(piece, paper, acting=Acting(user, Side.FAMILY))
        ways = list(wait.task.flow_task.closes)
        exit = ways[0] if self.chance.random() < 0.8 else self.chance.choice(ways)
        self.act("answer", case, partial(acts.answer, wait.pk, exit, actor=user))

    def change_ones_mind(self, case: Case) -> None:
        """Write, or take the request back."""
        user = self.asker(case)
        if user and self.chance.random() < 0.1:
            self.act("withdraw", case, partial(acts.withdraw, case.pk, actor=user))
        elif user:
            said = partial(post_message, case.pk, "Où en est-on ?", author=user, side=Side.FAMILY)
            self.act("message", case, said)

    def asker(self, case: Case) -> Any:
        """The account of who asked; nobody's for a visitor."""
        return case.applicant.user if case.applicant else None

    def agents_act(self) -> None:
        """Two agents go through the queue, the oldest first; each looks at a part of it."""
        tasks = (
            Wait.objects.filter(on=Wait.For.STAFF).select_related("case").order_by("due_at", "pk")
        )
        for wait in list(tasks):
            if self.chance.random() < 0.4:
                self.treat(wait)

    def treat(self, wait: Wait) -> None:
        """Take the task, decide, or only leave a word."""
        role = "second_head" if wait.role else self.chance.choice(["clerk", "colleague"])
        user, case = self.people.staff[role], wait.case
        if wait.owner_id and wait.owner_id != user.pk:
            self.act("reassign", case, partial(acts.reassign, wait.pk, to=user, actor=user))
        self.act("claim", case, partial(acts.claim, wait.pk, actor=user))
        if self.chance.random() > LATE_ENOUGH:
            self.act("note", case, partial(add_note, case.pk, "À revoir", author=user))
            return
        offered = [
            d for d in registry[case.procedure].offered(case, wait.node) if d.exit != "transfer"
        ]
        declared = offered[0] if self.chance.random() < 0.5 else self.chance.choice(offered)
        words = good_words(case, wait, declared, user)
        done = partial(acts.decide, wait.pk, declared.exit, actor=user, **words)
        if not self.act(f"{case.procedure} {declared.exit}", case, done):
            last = next((d for d in offered if d.refuses), offered[-1])
            words = good_words(case, wait, last, user)
            self.act("refuse", case, partial(acts.decide, wait.pk, last.exit, actor=user, **words))

    def supervisors_act(self) -> None:
        """Commissions meet."""
        for play in self.plays.values():
            for way in play.town_acts():
                way(self.people.staff["head"])
