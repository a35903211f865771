"""What a closure changes for requests under way: the dates promised and those of open tasks.

Only days to come are closed or opened again, so that no time already counted changes: the
figures of a case still agree with its events. The dates move in the closure's own transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, now

from accounts.models import User
from cases.clock import promised
from cases.models import Case, Wait
from cases.sides import Side
from town import closing
from town.closing import Closing
from town.models import Service
from town.working_time import closures_by_service
from workflows.engine.nodes import Staff
from workflows.engine.settings import procedure_of

HORIZON = timedelta(days=400)  # as far as `cases.clock` looks
Calendar = dict[int, frozenset[date]]


@dataclass(frozen=True)
class Moved:
    """A request whose promised date changes."""

    case: Case
    before: datetime
    after: datetime


def would_move(days: Iterable[date], service: Service | None) -> list[Moved]:
    """The requests that closing these days would put off; nothing is changed."""
    cases = list(_promised_to(service))
    added = frozenset(days)
    calendar = {who: closed | added for who, closed in _calendar(cases).items()}
    return _moved(cases, calendar)


@transaction.atomic
def close(
    days: Iterable[date], *, service: Service | None, label: str, by: User
) -> tuple[Closing | None, int]:
    """Close these days; what is closed, and how many promises it moved."""
    span = closing.close(days, service=service, label=label, by=by)
    return closing.closing_of(span), _recount(service)


@transaction.atomic
def reopen(closed: Closing) -> tuple[int, int]:
    """Open again; on how many days, and how many promises that moved."""
    days = closing.reopen(closed)
    return days, _recount(closed.service) if days else 0


def _promised_to(service: Service | None) -> QuerySet[Case]:
    """Requests that the town must answer by a date."""
    mine = Case.objects.filter(closing.affects(service), state=Case.State.OPEN)
    return mine.exclude(service=None).order_by("pk")


def _recount(service: Service | None) -> int:
    """Set the dates of all requests and tasks of who is closed by the calendar as it is now."""
    cases = list(_promised_to(service).select_for_update(no_key=True, of=["self"]))
    calendar = _calendar(cases)
    moved = _moved(cases, calendar)
    for each in moved:
        each.case.due_at = each.after
    Case.objects.bulk_update([each.case for each in moved], ["due_at"], batch_size=500)
    _recount_tasks({case.pk: case for case in cases}, calendar)
    return len(moved)


def _service(case: Case) -> int:
    """A request under way has one."""
    return cast(int, case.service_id)


def _calendar(cases: list[Case]) -> Calendar:
    today = localdate()
    start = min((localdate(case.turn_since or now()) for case in cases), default=today)
    return closures_by_service(start, today + HORIZON, {_service(case) for case in cases})


def _moved(cases: list[Case], calendar: Calendar) -> list[Moved]:
    found = []
    for case in cases:
        if case.turn == Side.TOWN and case.due_at is not None:
            after = promised(case, calendar[_service(case)])
            if after is not None and after != case.due_at:
                found.append(Moved(case, case.due_at, after))
    return found


def _recount_tasks(cases: dict[int, Case], calendar: Calendar) -> None:
    """Each open task by its own delay, and never later than the promise."""
    changed = []
    for wait in Wait.objects.tasks().filter(case__in=list(cases)):
        case = cases[wait.case_id]
        node = procedure_of(case).flow.instance.node(wait.node)
        if isinstance(node, Staff):
            due = node.due_at(case, wait.since, calendar[_service(case)])
            if due != wait.due_at:
                wait.due_at = due
                changed.append(wait)
    Wait.objects.bulk_update(changed, ["due_at"], batch_size=500)
