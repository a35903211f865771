"""Work that fails again and again: an administrator's task, who has it tried again at once.

Kept of a failure: the class of the last error, and since when. Never its text: it may hold
personal data.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from cases.models import CaseEvent, Wait
from cases.outbox import DELIVER, call_worker_after_commit
from cases.queue import capped_counts

OFTEN = 3  # tries that failed: before that it may mend by itself
WORK = "workflows.tasks.work"
JOB, TIMER, DELIVERY = "job", "timer", "delivery"
OLDEST_FIRST = ("failing_since", "pk")


def note(rows: QuerySet, error: Exception, **columns: Any) -> None:
    """Write on a row that its work has failed once more."""
    since = Coalesce(F("failing_since"), Value(now()))
    rows.update(error=type(error).__name__[:80], failing_since=since, **columns)


def _waits(*on: str) -> QuerySet[Wait]:
    return Wait.objects.filter(on__in=on, failing_since__isnull=False, tries__gte=OFTEN)


def _deliveries() -> QuerySet[CaseEvent]:
    untold = CaseEvent.objects.filter(deliver_after__isnull=False)
    return untold.filter(failing_since__isnull=False, delivery_tries__gte=OFTEN)


KINDS: Mapping[str, Callable[[], QuerySet]] = {
    JOB: lambda: _waits(Wait.For.WORKER),
    TIMER: lambda: _waits(Wait.For.FAMILY, Wait.For.CLOCK),
    DELIVERY: _deliveries,
}


def failing(kind: str) -> QuerySet:
    """What fails again and again: waits of jobs and timers, events that cannot be told."""
    return KINDS[kind]()


def counts() -> dict[str, int]:
    """How much of each kind, in one query that stops counting after a thousand."""
    return capped_counts({kind: rows() for kind, rows in KINDS.items()})


def tries_of(row: Wait | CaseEvent) -> int:
    """How often it was tried."""
    return row.delivery_tries if isinstance(row, CaseEvent) else row.tries


def next_try(row: Wait | CaseEvent, at: datetime) -> datetime | None:
    """When it is tried next without anybody's help."""
    if isinstance(row, CaseEvent):
        return row.deliver_after
    return getattr(row, _hour_of(row, at))


def _hour_of(row: Wait, at: datetime) -> str:
    """The column that holds the hour: a family's reminder fires before its deadline only."""
    reminds = row.on == Wait.For.FAMILY and row.due_at is not None and row.due_at > at
    return "remind_at" if reminds else "wake_at"


def retry(kind: str, row_id: int, tries: int) -> bool:
    """Have it tried now; whether it was still to be. `tries` is what the page showed: of two
    administrators who press at once, one is told that it was done."""
    with transaction.atomic():
        rows = failing(kind).select_for_update(skip_locked=kind == DELIVERY, no_key=True)
        row = rows.filter(pk=row_id).first()
        if row is None or tries_of(row) != tries or not _bring_forward(row):
            return False
        if kind != TIMER:  # the sweep has those within the minute
            call_worker_after_commit(WORK if kind == JOB else DELIVER, row.pk)
    return True


def _bring_forward(row: Wait | CaseEvent) -> bool:
    """Set its hour to now; whether it was later."""
    at = now()
    column = "deliver_after" if isinstance(row, CaseEvent) else _hour_of(row, at)
    hour = getattr(row, column)
    if hour is None or hour <= at:
        return False
    setattr(row, column, at)
    row.save(update_fields=[column])
    return True


def retry_all() -> int:
    """Have everything tried now, by the next sweeps; how much it is."""
    at = now()
    family = Q(on=Wait.For.FAMILY, due_at__gt=at)
    timers = failing(TIMER)
    return (
        failing(JOB).filter(wake_at__gt=at).update(wake_at=at)
        + timers.exclude(family).filter(wake_at__gt=at).update(wake_at=at)
        + timers.filter(family, remind_at__gt=at).update(remind_at=at)
        + failing(DELIVERY).filter(deliver_after__gt=at).update(deliver_after=at)
    )
