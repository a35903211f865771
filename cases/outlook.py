"""What is coming and where it stands: due dates day by day, live cases step by step."""

from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from cases.figures import Moment, start_of
from cases.models import Case
from cases.sides import Side
from town.working_time import PARIS, is_working_day

AHEAD = 5  # working days looked at


def due_on(cases: QuerySet[Case], day: date, moment: Moment) -> QuerySet[Case]:
    """The town's live cases that will be late at the end of that day if nobody answers them."""
    until = start_of(day + timedelta(days=1))
    town = cases.filter(state=Case.State.OPEN, turn=Side.TOWN)
    return town.filter(due_at__gte=max(moment.at, start_of(day)), due_at__lt=until)


def coming_days(today: date) -> list[date]:
    """Today, if it is worked, and the working days after it."""
    days: list[date] = []
    day = today
    while len(days) < AHEAD:
        if is_working_day(day):
            days.append(day)
        day += timedelta(days=1)
    return days


def due_by_day(cases: QuerySet[Case], days: list[date], moment: Moment) -> dict[date, int]:
    """How many cases each of these days would make late. One query."""
    town = cases.filter(state=Case.State.OPEN, turn=Side.TOWN, due_at__gte=moment.at)
    coming = town.filter(due_at__lt=start_of(days[-1] + timedelta(days=1)))
    rows = coming.values_list(TruncDate("due_at", tzinfo=PARIS)).annotate(Count("pk")).order_by()
    found = dict(rows)
    return {day: found.get(day, 0) for day in days}


def at_step(cases: QuerySet[Case], procedure: str, nodes: tuple[str, ...]) -> QuerySet[Case]:
    """The live cases of a démarche that stand on one of these nodes of its flow."""
    return cases.filter(state=Case.State.OPEN, procedure=procedure, step__in=nodes)


def live_by_step(cases: QuerySet[Case]) -> dict[tuple[str, str], int]:
    """How many live cases stand on each node of each démarche. One query."""
    live = cases.filter(state=Case.State.OPEN)
    rows = live.values_list("procedure", "step").annotate(Count("pk")).order_by()
    return {(procedure, step): number for procedure, step, number in rows}
