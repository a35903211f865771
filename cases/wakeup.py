"""Telling live pages that a case has something new. The channel layer carries no content."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from cases.models import Case

logger = logging.getLogger(__name__)


def case_group(case_id: int) -> str:
    """The channel-layer group of those who watch one case."""
    return f"case.{case_id}"


def service_group(service_id: int) -> str:
    """The group of the inboxes and towers of one service."""
    return f"service.{service_id}"


def household_group(household_id: int) -> str:
    """The group of the home pages of one household."""
    return f"household.{household_id}"


def wake_after_commit(case: Case, number: int) -> None:
    """Once the change stands, wake the pages of the case, its service and its household."""
    groups = [case_group(case.pk)]
    if case.service_id:
        groups.append(service_group(case.service_id))
    if case.household_id:
        groups.append(household_group(case.household_id))
    news = {"type": "case.news", "case": case.reference, "number": number}
    transaction.on_commit(lambda: wake(groups, news))


def wake(groups: list[str], news: dict) -> None:
    """Best effort: a lost wake-up is caught up by the pages' own re-check."""
    layer = get_channel_layer()

    async def send() -> None:
        for group in groups:
            await layer.group_send(group, news)

    try:
        async_to_sync(send)()
    except Exception as error:
        logger.warning("wake-up lost: %s", type(error).__name__)
