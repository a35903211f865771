"""What must be true at the end of the year, and the figures that it leaves."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils.timezone import now
from viewflow.workflow.models import Task

from cases.models import Case, CaseEvent, Wait
from cases.stuck import violations
from family.models import CarePlan
from tests.flows.holding import holds, no_place_is_given_twice
from tests.year import mailbox
from tests.year.life import Year
from town.working_time import PARIS
from workflows.engine.later import Until
from workflows.engine.nodes import Family

REMINDERS = ("reminded", "last_notice")


def nothing_is_left_over(year: Year) -> None:
    """No case is stuck, no date has passed unheeded, every mail left, each of them once."""
    assert list(violations()) == []
    assert not Wait.objects.exclude(on=Wait.For.STAFF).filter(wake_at__lte=now()).exists()
    assert not Wait.objects.filter(remind_at__lte=now()).exists()
    assert not CaseEvent.objects.filter(deliver_after__lte=now()).exists()
    twice = {known: n for known, n in mailbox.given.items() if n > 1}
    assert twice == {}
    for plan in CarePlan.objects.exclude(reminded=[]):
        assert len(plan.reminded) == len(set(plan.reminded))
    no_place_is_given_twice()


def every_case_holds(year: Year) -> None:
    """The invariants of the state machine, over all the cases of the year."""
    for case in Case.objects.submitted().select_related("process").order_by("pk"):
        holds(case, year.plays[case.procedure])


def timers_fired_once(year: Year) -> Counter:
    """Each reminder and each date fired once, at the first sweep after its hour; the count."""
    fired: Counter = Counter()
    tasks = defaultdict(list)
    for task in Task.objects.filter(process__case__isnull=False).order_by("pk"):
        tasks[task.process_id].append(task)
    told = _told()
    for case in Case.objects.submitted().exclude(process=None).order_by("pk"):
        steps = [(task, task.flow_task) for task in tasks[case.process_id]]
        due = sum(
            len(list(reminders_due(year, _asked(case, node, task), task.finished or now())))
            for task, node in steps
            if isinstance(node, Family)
        )
        dates = sum(isinstance(node, Until) and task.finished is not None for task, node in steps)
        seen = told[case.pk]
        reminded = sum(seen[kind] for kind in REMINDERS)
        fired["reminders"] += reminded
        fired["dates"] += seen["date_reached"]
        if case.pk not in year.crashed:
            assert reminded == due, f"{case.reference}: {reminded} reminders instead of {due}"
        assert seen["date_reached"] <= dates
    return fired


def _told() -> dict[int, Counter]:
    rows = CaseEvent.objects.values("case", "kind").annotate(n=Count("pk"))
    told: dict[int, Counter] = defaultdict(Counter)
    for row in rows:
        told[row["case"]][row["kind"]] = row["n"]
    return told


@dataclass(frozen=True)
class Asked:
    """What a family was asked: at which step, when, and until when."""

    node: Family
    since: datetime
    deadline: datetime

    def following(self, after: datetime) -> datetime | None:
        """The next reminder."""
        return self.node.next_reminder(self.since, self.deadline, after)


def _asked(case: Case, node: Family, task: Task) -> Asked:
    """A deadline that is a number of days away, or the day that was told as it was set."""
    if node.until is None:
        return Asked(node, task.created, task.created + timedelta(days=node.days))
    told = case.events.filter(kind=node.opens, at__gte=task.created - timedelta(seconds=5))
    day = date.fromisoformat(told.order_by("number")[0].payload["deadline"])
    return Asked(node, task.created, datetime.combine(day, time(), PARIS))


def reminders_due(year: Year, asked: Asked, until: datetime) -> Iterator[datetime]:
    """The sweeps that must have reminded: the first after each reminder's hour, before the end."""
    following = asked.following(asked.since)
    for sweep in year.sweeps:
        if following is None or sweep > until:
            return
        if sweep >= following and sweep > asked.since:
            if sweep >= asked.deadline:
                return  # too late to remind: the deadline itself has come
            yield sweep
            following = asked.following(sweep)


def figures(year: Year, fired: Counter, seconds: float) -> str:
    """What the year was made of."""
    rows: dict[str, Counter] = defaultdict(Counter)
    for slug, state in Case.objects.submitted().values_list("procedure", "state"):
        rows[slug][state] += 1
    states = [state for state in Case.State.values if state != Case.State.DRAFT]
    lines = ["| démarche | " + " | ".join(states) + " | all |", "|---" * (len(states) + 2) + "|"]
    for slug in sorted(rows):
        counts = [rows[slug][state] for state in states]
        lines.append(f"| {slug} | " + " | ".join(map(str, counts)) + f" | {sum(counts)} |")
    accidents = ", ".join(f"{n} {what}" for what, n in sorted(year.crashes.items()))
    return "\n".join(
        [
            *lines,
            "",
            f"{Case.objects.submitted().count()} requests of {year.families} homes over {year.days}"
            f" days, seed {year.seed}; {CaseEvent.objects.count()} events.",
            f"Timers: {fired['reminders']} reminders, {fired['dates']} dates,"
            f" {CaseEvent.objects.filter(kind='abandoned').count()} ends without an answer;"
            f" {sum(mailbox.given.values())} mails.",
            f"Accidents: {accidents}, {year.broker.lost} messages of the broker lost,"
            f" {year.broker.twice} given out twice, {year.broker.failed} tasks failed.",
            f"Refused on the way: {sum(year.refused.values())}. Took {seconds:.0f} s.",
        ]
    )
