"""Bringing every socket that follows a case from its number to the newest: in order, once.

One reader at a time for each case, whatever the number of sockets and wake-ups: those that
arrive meanwhile only raise the number to reach.
"""

import asyncio
import logging
from time import monotonic
from typing import NamedTuple

from django.db import Error as DatabaseError

from cases.models import CaseEvent
from realtime.database import reading
from realtime.subscriptions import FRESH, NONE, Rights, Subscription, rights_of
from realtime.switchboard import Switchboard, Watch

logger = logging.getLogger(__name__)
BATCH = 500


class Event(NamedTuple):
    """An event as the socket needs it: no content."""

    number: int
    kind: str
    audience: str


def want(board: Switchboard, watch: Watch, number: int) -> None:
    """There is something up to `number`: read it, unless a reader is already on its way."""
    watch.wanted = max(watch.wanted, number)
    if watch.task is None and watch.reached < watch.wanted:
        watch.task = asyncio.create_task(_read_on(board, watch))


async def _read_on(board: Switchboard, watch: Watch) -> None:
    try:
        while watch.subscriptions and watch.reached < watch.wanted:
            await _advance(board, watch)
    except DatabaseError as error:  # the re-check starts it again
        logger.warning("events not read: %s", type(error).__name__)
    finally:
        watch.task = None


async def _advance(board: Switchboard, watch: Watch) -> None:
    """One reading, handed to everybody who stands where it starts or further."""
    after, target, at = watch.reached, watch.wanted, monotonic()
    stale = [sub for sub in watch.subscriptions if at - sub.checked > FRESH]
    people = {sub.socket.user_id for sub in stale}
    events, rights = await reading(read, watch.case_id, after, people)
    for sub in stale:
        sub.rights, sub.checked = rights.get(sub.socket.user_id, NONE), at
    full = len(events) == BATCH
    upto = events[-1].number if full else max(target, events[-1].number if events else 0)
    for sub in list(watch.subscriptions):
        if not sub.rights.audiences:  # rights lost: it falls silent, like a case that is not
            board.unfollow(sub)
        elif after <= sub.cursor < upto:
            hand_over(sub, events, upto)


def hand_on(board: Switchboard, case_id: int, events: list[Event]) -> None:
    """Events that this very process has just committed, given without reading them back to who
    stands right before them and whose rights are fresh; the others are brought there as ever."""
    watch, at = board.watches.get(case_id), monotonic()
    if watch is None:
        return
    first, last = events[0].number, events[-1].number
    for sub in watch.subscriptions:
        if first - 1 <= sub.cursor < last and at - sub.checked <= FRESH:
            hand_over(sub, events, last)
    want(board, watch, last)


def read(case_id: int, after: int, user_ids: set[int]) -> tuple[list[Event], dict[int, Rights]]:
    """The events that follow a number, and the rights now of those whose rights aged.

    Events first: rights lost before an event happened are then known to be lost.
    """
    rows = CaseEvent.objects.filter(case=case_id, number__gt=after).order_by("number")
    events = [Event(*row) for row in rows.values_list("number", "kind", "audience")[:BATCH]]
    return events, rights_of(user_ids, case_id) if user_ids else {}


def hand_over(sub: Subscription, events: list[Event], upto: int) -> None:
    """Give a socket what it may have and lacks, and move it on."""
    allowed = sub.rights.audiences
    sent = [
        {"number": event.number, "kind": event.kind}
        for event in events
        if event.number > sub.cursor and event.audience in allowed
    ]
    sub.cursor = upto
    if sent:
        last = sent[-1]["number"]
        sub.socket.push({"type": "events", "case": sub.reference, "events": sent, "last": last})
