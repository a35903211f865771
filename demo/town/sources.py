"""The cases that copies are made after: lived through the engine by one filer and one agent."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from django.db.models import Count, F
from viewflow.workflow.models import Task

from accounts.models import User
from cases.models import Case, CaseEvent
from demo.town.timeline import room_before
from town.working_time import PARIS, is_working_day

MOST = 200  # the demo town's own; a crowd's cases are copies already


@dataclass
class Source:
    """A case to copy, and what moving it in time must respect."""

    pk: int
    process_id: int
    state: str
    step: str
    filer_id: int
    agent_id: int | None
    first_name: str
    data: str
    decided: list[datetime]
    tasks: int
    moments: list[datetime] = field(default_factory=list)

    def earlier(self, rng: Random) -> timedelta:
        """A little earlier, such that each moment stays in its spell of work."""
        room = min(room_before(moment) for moment in self.moments).total_seconds()
        return -timedelta(seconds=rng.randint(0, int(min(room, 2 * 3600))))

    def fits_moved_by(self, shift: timedelta, closures: frozenset[date]) -> bool:
        """Whether the same working time lies between its moments once moved."""
        days = [moment.astimezone(PARIS).date() for moment in self.moments]
        moved = [(moment.astimezone(PARIS) + shift).date() for moment in self.moments]
        if any(moved[0] <= day <= moved[-1] or days[0] <= day <= days[-1] for day in closures):
            return False
        return all(map(is_working_day, moved)) and _working_days(days) == _working_days(moved)


def _working_days(days: list[date]) -> list[int]:
    """How many working days lie between each day and the next."""
    gaps = []
    for first, last in pairwise(days):
        span = (first + timedelta(days=n) for n in range((last - first).days))
        gaps.append(sum(is_working_day(day) for day in span))
    return gaps


def sources() -> list[Source]:
    """Every sent case that one filer and at most one agent moved, with its moments."""
    cases = Case.objects.submitted().filter(
        procedure="inscription", filed_by=F("applicant__user"), process__isnull=False
    )
    eldest = list(cases.select_related("child").order_by("pk")[:MOST])
    agents, moments = _people_and_moments(eldest)
    tasks = dict(
        Task.objects.filter(process__in=[case.process_id for case in eldest])
        .values_list("process_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [
        _source(case, agents[case.pk], moments[case.pk], tasks[case.process_id])
        for case in eldest
        if len(agents[case.pk]) <= 1 and moments[case.pk]
    ]


def _people_and_moments(
    cases: list[Case],
) -> tuple[dict[int, set[int]], dict[int, list[datetime]]]:
    staff = set(User.objects.staff().values_list("pk", flat=True))
    agents, moments = defaultdict(set), defaultdict(list)
    rows = CaseEvent.objects.filter(case__in=cases).order_by("case_id", "number")
    for case_id, actor_id, at in rows.values_list("case_id", "actor_id", "at"):
        moments[case_id].append(at)
        if actor_id in staff:
            agents[case_id].add(actor_id)
    return agents, moments


def _source(case: Case, agents: set[int], moments: list[datetime], tasks: int) -> Source:
    decided = [datetime.fromisoformat(said["at"]) for said in case.data.get("decisions", ())]
    return Source(
        pk=case.pk,
        process_id=case.process_id,
        state=case.state,
        step=case.step,
        filer_id=case.filed_by_id,
        agent_id=next(iter(agents), None),
        first_name=case.child.first_name,
        data=json.dumps(case.data),
        decided=decided,
        tasks=tasks,
        moments=moments,
    )
