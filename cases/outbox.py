"""Handing a row to a worker after commit. The row is the truth: a lost message is swept."""

import logging

from celery import current_app
from django.db import transaction

from cases.models import CaseEvent

logger = logging.getLogger(__name__)
DELIVER = "workflows.tasks.deliver"


def hand_over_after_commit(event: CaseEvent) -> None:
    """Once the change stands, ask a worker to tell the outside; ids only."""
    call_worker_after_commit(DELIVER, event.pk)


def call_worker_after_commit(task: str, row_id: int) -> None:
    """Once the row stands, ask a worker to do what it says."""
    transaction.on_commit(lambda: _send(task, row_id))


def _send(task: str, row_id: int) -> None:
    try:
        current_app.send_task(task, args=[row_id], ignore_result=True)
    except Exception as error:
        logger.warning("worker not reached: %s", type(error).__name__)
