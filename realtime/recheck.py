"""The slow re-check of one web process: what a lost wake-up would have told, found again.

A few queries for all the sockets together: how far each followed case is, which lists changed,
who is still signed in and which lists each person may listen to.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error as DatabaseError
from django.db.models import Max, QuerySet

from cases.models import Case, CaseEvent
from cases.wakeup import list_topics
from realtime.catch_up import want
from realtime.database import reading
from realtime.sessions import living
from realtime.subscriptions import ListWish, list_topics_of
from realtime.switchboard import Switchboard

logger = logging.getLogger(__name__)
CHUNK = 5000
RECENT = 1000


@dataclass
class Asked:
    """What the process wants to know, taken from its maps on the event loop."""

    cases: list[int]
    sessions: list[tuple[str, int, str]]
    lists: set[ListWish]


@dataclass
class Found:
    """What the database says."""

    last: dict[int, int] = field(default_factory=dict)
    living: set[str] = field(default_factory=set)
    topics: dict[ListWish, set[str]] = field(default_factory=dict)
    news: list[tuple[int, int, set[str]]] = field(default_factory=list)  # case, number, topics


class Recheck:
    """Remembers how far the events were read, and compares."""

    def __init__(self, board: Switchboard) -> None:
        self.board = board
        # Ids are given before they are committed: each round reads the last one's again.
        self._marks: tuple[int, int] | None = None

    async def once(self) -> bool:
        """Compare everything once; whether the database could be asked."""
        board = self.board
        asked = Asked(
            cases=list(board.watches),
            sessions=[s.session for s in board.sockets],
            lists={s.wish for s in board.sockets if s.wish.inbox or s.wish.home},
        )
        before = set(board.sockets)
        try:
            found = await reading(self._look, asked)
        except DatabaseError as error:
            logger.warning("re-check not done: %s", type(error).__name__)
            return False
        self._close_ended(found, before)
        self._listen_anew(found)
        self._catch_up(found)
        return True

    def _look(self, asked: Asked) -> Found:
        found = Found(living=living(asked.sessions) if asked.sessions else set())
        for start in range(0, len(asked.cases), CHUNK):
            some = Case.objects.filter(pk__in=asked.cases[start : start + CHUNK])
            found.last.update(some.values_list("pk", "last_event"))
        if asked.lists:
            found.topics = list_topics_of(asked.lists)
        found.news = self._news()
        return found

    def _news(self) -> list[tuple[int, int, set[str]]]:
        """The events written since the round before the last one, by case."""
        if self._marks is None:
            newest = CaseEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
            self._marks = (newest, newest)
            return []
        before, last = self._marks
        rows = _rows(CaseEvent.objects.filter(pk__gt=before).order_by("pk"))[:CHUNK]
        numbers: defaultdict[int, int] = defaultdict(int)
        topics: defaultdict[int, set[str]] = defaultdict(set)
        for pk, case_id, number, _at, *shown in rows:
            last = max(last, pk)
            numbers[case_id] = max(numbers[case_id], number)
            topics[case_id].update(_topics(*shown))
        self._marks = (self._marks[1], last)
        return [(case_id, numbers[case_id], topics[case_id]) for case_id in numbers]

    def _close_ended(self, found: Found, asked: set) -> None:
        for socket in asked & self.board.sockets:
            if socket.session[0] not in found.living:
                socket.end()

    def _listen_anew(self, found: Found) -> None:
        for socket in list(self.board.sockets):
            topics = found.topics.get(socket.wish)
            if topics is not None:
                self.board.listen(socket, topics)

    def _catch_up(self, found: Found) -> None:
        for case_id, last in found.last.items():
            watch = self.board.watches.get(case_id)
            if watch is not None:
                want(self.board, watch, last)
        heard = self.board.heard
        for case_id, number, topics in found.news:
            if heard.get(case_id, 0) < number:
                heard[case_id] = number
                self.board.nudge(sorted(topics))
        recent = {case_id for case_id, _number, _topics in found.news}
        self.board.heard = {pk: number for pk, number in heard.items() if pk in recent}


def topics_changed_since(since: datetime) -> set[str]:
    """The lists that changed, as the newest events tell: their order is that of their ids."""
    changed: set[str] = set()
    for _pk, _case, _number, at, *shown in _rows(CaseEvent.objects.order_by("-pk"))[:RECENT]:
        if at < since:
            break
        changed.update(_topics(*shown))
    return changed


def _rows(events: QuerySet) -> QuerySet:
    return events.values_list(
        "pk", "case_id", "number", "at",
        "audience", "case__service_id", "case__household_id", "case__child_id",
    )  # fmt: skip


def _topics(audience: str, service: int, household: int, child: int) -> set[str]:
    return set(list_topics(audience, service=service, household=household, child=child))
