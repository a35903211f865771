"""One message to every web process, from any thread, without ever waiting for Redis.

What is sent is only "there is something new", with ids: a message that gets lost is made up
for by the pages' own re-check, so the caller neither waits nor learns of it.
"""

import asyncio
import atexit
import logging
import os
import threading
from collections import deque
from collections.abc import Callable

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

GROUP = "live"  # every web process listens to this one group of the channel layer
PATIENCE = 1.0  # seconds given to Redis for one batch
MOST_WAITING = 2000  # beyond that Redis is gone, and the re-check does the work
MOST_AT_ONCE = 200


class Broadcast:
    """A thread with an event loop of its own: one connection a process, whoever speaks."""

    def __init__(self) -> None:
        self.start_afresh()

    def start_afresh(self) -> None:
        """Forget what waited: a forked worker has none of its parent's threads."""
        self._lock = threading.Lock()
        self._waiting: deque[dict] = deque(maxlen=MOST_WAITING)
        self._idle = threading.Event()
        self._idle.set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lost = False

    def send(self, item: dict) -> None:
        """Queue one item; items that wait together travel together."""
        with self._lock:
            self._waiting.append(item)
            if not self._idle.is_set():
                return
            self._idle.clear()
            loop = self._loop = self._loop or self._start()
        asyncio.run_coroutine_threadsafe(self._empty(), loop)

    def wait_sent(self, seconds: float) -> bool:
        """Give what waits a last chance to leave; whether it all did."""
        return self._idle.wait(seconds)

    def _start(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="broadcast", daemon=True).start()
        return loop

    async def _empty(self) -> None:
        while batch := self._take():
            try:
                layer = get_channel_layer()
                message = {"type": "news", "items": batch}
                await asyncio.wait_for(layer.group_send(GROUP, message), PATIENCE)
            except Exception as error:
                self._note_lost(error)
            else:
                self._lost = False

    def _take(self) -> list[dict]:
        with self._lock:
            size = min(len(self._waiting), MOST_AT_ONCE)
            batch = [self._waiting.popleft() for _ in range(size)]
            if not batch:
                self._idle.set()
            return batch

    def _note_lost(self, error: Exception) -> None:
        if not self._lost:  # once an outage, and never what it carried
            logger.warning("live pages not reached: %s", type(error).__name__)
        self._lost = True


_broadcast = Broadcast()


def broadcast(item: dict) -> None:
    """Tell every web process; returns at once, whatever the state of Redis."""
    _broadcast.send(item)


Hear = Callable[[dict], None]
_neighbours: list[Hear] = []


def listen_here(hear: Hear) -> None:
    """Be told at once, in the teller's thread, what is told by this very process."""
    _neighbours.append(hear)


def listen_no_more(hear: Hear) -> None:
    """The opposite; nothing happens when it was not told."""
    if hear in _neighbours:
        _neighbours.remove(hear)


def tell_neighbours(item: dict) -> None:
    """Tell this process's own live pages, without a turn through Redis."""
    for hear in list(_neighbours):
        hear(item)


os.register_at_fork(after_in_child=_broadcast.start_afresh)
atexit.register(lambda: _broadcast.wait_sent(PATIENCE))
