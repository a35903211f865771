"""The live side of one web process: its switchboard, its link to the others, its re-check."""

import asyncio
import logging
import random

from cases.broadcast import listen_here, listen_no_more
from realtime.catch_up import Event, hand_on, want
from realtime.link import Link
from realtime.recheck import Recheck
from realtime.sessions import session_topic
from realtime.subscriptions import NEVER, NONE
from realtime.switchboard import Switchboard

logger = logging.getLogger(__name__)


class Station:
    """Started with the server, or by its first socket; one for each event loop."""

    SLOW = 10.0  # seconds between re-checks while the link is up
    QUICK = 2.0  # and while it is not

    def __init__(self) -> None:
        self.board = Switchboard()
        self.link = Link(self.receive, self._link_changed)
        self.recheck = Recheck(self.board)
        self.database_up = True
        self._now = asyncio.Event()
        self._tasks: list[asyncio.Task] = []

    def start(self) -> None:
        """Begin to listen; does nothing when it already does."""
        if not self._tasks:
            self._loop = asyncio.get_running_loop()
            listen_here(self.overhear)
            self._tasks = [
                asyncio.create_task(self.link.hold()),
                asyncio.create_task(self._check_on()),
            ]

    async def stop(self) -> None:
        """End cleanly."""
        tasks, self._tasks = set(self._tasks), []
        if tasks:
            listen_no_more(self.overhear)
        while tasks:
            for task in tasks:
                task.cancel()
            # again and again: the layer's own closing may swallow a cancellation
            _done, tasks = await asyncio.wait(tasks, timeout=0.2)

    @property
    def live(self) -> str:
        """The state that pages are told: `on`, or `degraded` when news come by re-check only."""
        return "on" if self.link.up and self.database_up else "degraded"

    def overhear(self, item: dict) -> None:
        """What this process has just committed, told in the thread that did it."""
        try:
            if item.get("what") == "rights":
                self._loop.call_soon_threadsafe(self._rights, item)
                return
            events = [Event(*event) for event in item["events"]]
            self._loop.call_soon_threadsafe(hand_on, self.board, item["case"], events)
        except RuntimeError:  # its loop is over: so is it
            listen_no_more(self.overhear)

    def receive(self, item: dict) -> None:
        """One item from another process, or from this one."""
        handler = {
            "news": self._news,
            "read": self._sign,
            "typing": self._sign,
            "ended": self._ended,
            "rights": self._rights,
        }.get(item["what"])
        if handler is not None:
            handler(item)

    def _news(self, item: dict) -> None:
        case_id, number = item["case"], item["number"]
        heard = self.board.heard
        heard[case_id] = max(heard.get(case_id, 0), number)
        watch = self.board.watches.get(case_id)
        if watch is not None:
            want(self.board, watch, number)
        self.board.nudge(item["to"])

    def _sign(self, item: dict) -> None:
        """Reading and typing: shown to the other side of the conversation only."""
        case_id = int(item["to"][0].partition(".")[2])
        watch = self.board.watches.get(case_id)
        for sub in watch.subscriptions if watch else ():
            if sub.rights.in_conversation and sub.rights.side != item["side"]:
                sign = {"type": item["what"], "case": sub.reference, "side": item["side"]}
                sub.socket.push(sign | {k: item[k] for k in ("number",) if k in item})

    def _rights(self, item: dict) -> None:
        """Of people whose rights changed nothing is known any more: it is asked anew."""
        people = set(item["people"])
        for watch in self.board.watches.values():
            for sub in watch.subscriptions:
                if sub.socket.user_id in people:
                    sub.rights, sub.checked = NONE, NEVER
        self._now.set()  # their lists too

    def _ended(self, item: dict) -> None:
        for socket in list(self.board.sockets):
            if session_topic(socket.session_digest) in item["to"]:
                socket.end()

    async def _check_on(self) -> None:
        while True:
            pause = self.SLOW if self.link.up else self.QUICK
            try:
                async with asyncio.timeout(pause * random.uniform(0.8, 1.2)):  # noqa: S311
                    await self._now.wait()
            except TimeoutError:
                pass
            self._now.clear()
            await self.check()

    async def check(self) -> None:
        """One re-check; a fault in it must not be its last."""
        before = self.live
        try:
            self.database_up = await self.recheck.once()
        except Exception as error:
            logger.error("re-check failed: %s", type(error).__name__)
        if self.live != before:
            self._tell_state()

    def _link_changed(self, up: bool) -> None:
        self._tell_state()
        if up:
            self._now.set()  # what was said meanwhile was not heard

    def _tell_state(self) -> None:
        for socket in self.board.sockets:
            socket.tell_state()


_stations: dict[asyncio.AbstractEventLoop, Station] = {}


def station() -> Station:
    """The station of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _stations:
        for gone in [other for other in _stations if other.is_closed()]:
            del _stations[gone]
        _stations[loop] = Station()
    found = _stations[loop]
    found.start()
    return found


async def close_station() -> None:
    """Stop and forget the station of the running event loop."""
    found = _stations.pop(asyncio.get_running_loop(), None)
    if found is not None:
        await found.stop()
