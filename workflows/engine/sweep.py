"""The database's timers: reminders and deadlines fire once, whichever worker is up."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.utils.timezone import now

from cases.models import Wait
from workflows.engine import failing
from workflows.engine.acts import expire, remind, wake
from workflows.engine.jobs import due_jobs, work
from workflows.engine.step import Stale

logger = logging.getLogger(__name__)
BATCH = 200
LATER = timedelta(minutes=30)


def sweep_waits() -> int:
    """Fire what is due; returns how many fired. One broken case does not block the others."""
    at = now()
    due = Wait.objects.filter(on=Wait.For.FAMILY)
    late = due.filter(wake_at__lte=at).order_by("wake_at").values_list("pk", flat=True)
    # Of a deadline that could not fire its `wake_at` is later than the deadline itself.
    reminders = due.filter(remind_at__lte=at, wake_at__gt=at, due_at__gt=at).order_by("remind_at")
    fired = sum(_fire(expire, pk, "wake_at") for pk in list(late[:BATCH]))
    ids = list(reminders.values_list("pk", flat=True)[:BATCH])
    fired += sum(_fire(remind, pk, "remind_at") for pk in ids)
    dates = Wait.objects.filter(on=Wait.For.CLOCK, wake_at__lte=at).order_by("wake_at")
    fired += sum(
        _fire(wake, pk, "wake_at") for pk in list(dates.values_list("pk", flat=True)[:BATCH])
    )
    return fired + sum(work(pk) for pk in due_jobs(BATCH))


def _fire(timer: Callable[[int], None], task_id: int, column: str) -> bool:
    try:
        timer(task_id)
    except Stale:
        return False
    except Exception as error:
        logger.error("timer of task %s failed: %s", task_id, type(error).__name__)
        row, retry = Wait.objects.filter(pk=task_id), {column: now() + LATER}
        failing.note(row, error, tries=F("tries") + 1, **retry)
        return False
    return True
