"""Closing the town or one service for some days, and opening again.

Only days to come: the delays of those gone by are counted already, and promises were kept or
broken on them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from town.models import Closure, Service
from town.working_time import closures_between, is_working_day

ONE_DAY = timedelta(days=1)
LONGEST = 92  # days from the first to the last: a whole summer


@dataclass(frozen=True)
class Closing:
    """Days closed with one decision: all of the town without a service."""

    span: UUID
    label: str
    service: Service | None
    days: list[date] = field(default_factory=list)

    @property
    def first(self) -> date:
        """The first day closed."""
        return self.days[0]

    @property
    def last(self) -> date:
        """The last day closed."""
        return self.days[-1]

    def to_come(self, today: date) -> list[date]:
        """The days that can still be opened again."""
        return [day for day in self.days if day > today]


def days_to_close(first: date, last: date, service: Service | None) -> list[date]:
    """The working days of a span on which these people would have worked."""
    own = service.pk if service else None
    closed = closures_between(first, last, own)
    span = (first + ONE_DAY * n for n in range((last - first).days + 1))
    return [day for day in span if is_working_day(day, closed)]


def close(
    days: Iterable[date], *, service: Service | None, label: str, by: AbstractBaseUser
) -> UUID:
    """Write the days as closed; a day that is closed already stays as it is."""
    span = uuid4()
    rows = [Closure(day=day, service=service, label=label, span=span, by_id=by.pk) for day in days]
    Closure.objects.bulk_create(rows, ignore_conflicts=True)
    return span


def closing_of(span: UUID) -> Closing | None:
    """What was closed with one decision."""
    return next(iter(_closings(Closure.objects.filter(span=span))), None)


def reopen(closing: Closing) -> int:
    """Open again on the days to come; how many were still closed."""
    to_come = Closure.objects.filter(span=closing.span, day__gt=localdate())
    deleted, _by_model = to_come.delete()
    return deleted


def closings_of(year: int) -> list[Closing]:
    """What is closed in a year, in order of its first day in it."""
    found = _closings(Closure.objects.filter(day__year=year))
    return sorted(found, key=lambda closing: (closing.first, closing.last))


def _closings(rows: QuerySet[Closure]) -> list[Closing]:
    ordered = rows.select_related("service").order_by("span", "day")
    found = []
    for span, days in groupby(ordered, key=lambda row: row.span):
        closed = list(days)
        head = closed[0]
        found.append(Closing(span, head.label, head.service, [row.day for row in closed]))
    return found


def closed_years() -> tuple[int, int]:
    """The first and the last year in which something is closed; this year when nothing is."""
    days = Closure.objects.order_by("day").values_list("day", flat=True)
    this_year = localdate().year
    first, last = days.first(), days.last()
    return (first or localdate()).year, max((last or localdate()).year, this_year)


def affects(service: Service | None) -> Q:
    """The cases, or the like, of who is closed."""
    return Q(service=service) if service else Q()
