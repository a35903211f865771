"""What leaves on one socket: in order, and a slow one delays nobody else."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable

MOST_WAITING = 500  # frames; a page that far behind does better to come back with its numbers
PATIENCE = 20.0  # seconds for one frame to leave
TOO_SLOW = 1013


class Outgoing:
    """A queue that exists only while something waits: an idle socket costs nothing."""

    __slots__ = ("_close", "_queue", "_send", "closed")

    def __init__(
        self, send: Callable[[str], Awaitable[None]], close: Callable[[int], Awaitable[None]]
    ) -> None:
        self._send, self._close = send, close
        self._queue: deque[str | int] | None = None
        self.closed = False

    def push(self, message: dict) -> None:
        """Send a frame after those that wait."""
        if self._queue is not None and len(self._queue) >= MOST_WAITING:
            self._queue.clear()
            self.end(TOO_SLOW)
        self._add(json.dumps(message, separators=(",", ":")))

    def end(self, code: int) -> None:
        """Close the socket after the frames that wait; nothing is sent any more."""
        self._add(code)
        self.closed = True

    def _add(self, item: str | int) -> None:
        if self.closed:
            return
        if self._queue is None:
            self._queue = deque()
            task = asyncio.create_task(self._empty(self._queue))
            task.add_done_callback(_sendings.discard)
            _sendings.add(task)
        self._queue.append(item)

    async def _empty(self, queue: deque[str | int]) -> None:
        try:
            while queue:
                item = queue.popleft()
                async with asyncio.timeout(PATIENCE):
                    await (self._close(item) if isinstance(item, int) else self._send(item))
        except Exception:  # the other end is gone or does not read: so is this one
            self.closed = True
        finally:
            self._queue = None


_sendings: set[asyncio.Task] = set()  # a task that nobody holds may vanish
