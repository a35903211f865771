"""Handing an event to a worker after commit. The row is the truth: a lost message is swept."""

import logging

from celery import current_app
from django.db import transaction

from cases.models import CaseEvent

logger = logging.getLogger(__name__)
DELIVER = "workflows.tasks.deliver"


def hand_over_after_commit(event: CaseEvent) -> None:
    """Once the change stands, ask a worker to tell the outside; ids only."""
    transaction.on_commit(lambda: _send(event.pk))


def _send(event_id: int) -> None:
    try:
        current_app.send_task(DELIVER, args=[event_id], ignore_result=True)
    except Exception as error:
        logger.warning("worker not reached: %s", type(error).__name__)
