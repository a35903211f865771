"""The worker's side of `Job`: try, try again later, and give up to somebody.

The work runs without the case's lock. A failure leaves the class of the exception in the log and
nothing else: its text may hold personal data.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from cases.models import Wait
from cases.recording import Acting, record
from workflows.engine import failing
from workflows.engine.acts import arrive
from workflows.engine.later import Job
from workflows.engine.step import Stale, at_wait

logger = logging.getLogger(__name__)
SOON = timedelta(minutes=1)
AT_WORK = timedelta(minutes=10)  # for so long nobody else takes the job up
EACH_DAY = timedelta(days=1)  # what nobody in a service can mend


def work(task_id: int) -> bool:
    """Do the work behind a step and leave it; whether it was done.

    Whoever moves its hour has it: a second worker finds the job taken.
    """
    at = now()
    mine = Wait.objects.filter(pk=task_id, on=Wait.For.WORKER, wake_at__lte=at)
    if not mine.update(wake_at=at + AT_WORK, tries=F("tries") + 1, failing_since=_since(at)):
        return False
    wait = Wait.objects.select_related("task__process").get(pk=task_id)
    job = wait.task.flow_task
    if not isinstance(job, Job):
        return False
    if wait.tries > job.TRIES and "failed" in job.exits:  # the last worker died of it
        _leave(task_id, "failed", told="job_failed")
        return False
    try:
        job.work(wait.case_id)
        _leave(task_id, "done")
    except Exception as error:
        logger.error("job of task %s failed: %s", task_id, type(error).__name__)
        _failed(wait, job, error)
        return False
    return True


def _since(at: datetime) -> Case:
    """Of a second try: the first has failed, or its worker has died and could not say so."""
    before = Coalesce(F("failing_since"), Value(at))
    return Case(When(tries=0, then=None), default=before)


def _failed(wait: Wait, job: Job, error: Exception) -> None:
    """Try again later, each time twice as late; after the last try, hand over."""
    if wait.tries >= job.TRIES and "failed" in job.exits:
        _leave(wait.pk, "failed", told="job_failed")
        return
    pause = SOON * 2**wait.tries if wait.tries < job.TRIES else EACH_DAY
    failing.note(Wait.objects.filter(pk=wait.pk), error, wake_at=now() + pause)


def _leave(task_id: int, exit: str, told: str = "") -> None:
    try:
        with at_wait(task_id, Wait.For.WORKER, Acting()) as (case, _wait, activation):
            if told:
                record(case, told)
            activation.leave(exit)
            arrive(case)
    except Stale:
        pass  # withdrawn meanwhile


def due_jobs(limit: int) -> list[int]:
    """Jobs whose hour has come: calls that were lost, and those to try again."""
    due = Wait.objects.filter(on=Wait.For.WORKER, wake_at__lte=now()).order_by("wake_at")
    return list(due.values_list("pk", flat=True)[:limit])
