"""A message posted on one socket until the other has it, against a bare Channels echo."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.measure import percentile
from benchmarks.servers import BARE, PORTAL, WebServer, served
from tests.factories.activities import group_of
from tests.factories.enrolment import submitted
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.realtime.pages import cookie_of, signed_in

GOALS = {"p50": 3, "p99": 3, "lost": 0, "memory": 1.3}
PAIRS, IDLE = 50, 300
ALONE, TOGETHER, AT_ONCE = 1_000, 10_000, 8
PATIENCE = 60.0  # seconds until a message counts as lost


def measure(alone: int = ALONE, together: int = TOGETHER) -> dict[str, Any]:
    """Both servers at once, on the same database and Redis."""
    people = [_pair() for _ in range(PAIRS)]
    with served(PORTAL) as portal, served(BARE) as bare:
        return asyncio.run(_measure(people, portal, bare, alone, together))


def _pair() -> tuple[str, str, str]:
    """A case's reference, and the cookies of its parent and of an agent."""
    service = ServiceFactory()
    household, adult, (child,) = one_family()
    case = submitted(adult, household, child, group_of(service))
    return case.reference, cookie_of(signed_in(adult.user)), cookie_of(signed_in(agent(service)))


class Pair:
    """Two sockets on one case, or in one room: one speaks, the other listens."""

    speaker: ClientConnection
    listener: ClientConnection

    def __init__(self, server: WebServer, reference: str, speaks: str, listens: str) -> None:
        self.server, self.reference, self.cookies = server, reference, (speaks, listens)
        self.heard: list[Any] = []

    @property
    def path(self) -> str:
        """Where the sockets are."""
        raise NotImplementedError

    async def open(self) -> None:
        """Open both ends."""
        self.speaker, self.listener = [await self.join(cookie) for cookie in self.cookies]

    async def join(self, cookie: str) -> ClientConnection:
        """One more socket, ready to hear."""
        return await connect(
            f"ws://{self.server.address}{self.path}",
            origin=f"http://{self.server.address}",
            additional_headers={"Cookie": cookie},
            compression=None,
            max_queue=None,
        )

    async def pass_on(self) -> float | None:
        """Milliseconds from the one socket to the other; None when it never arrived."""
        act = str(uuid4())
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.say(act)
                await self.hear(act)
        except TimeoutError:
            return None
        return (time.perf_counter() - begun) * 1000

    async def say(self, act: str) -> None:
        """Post a message."""
        raise NotImplementedError

    async def hear(self, act: str) -> None:
        """Wait until the listener has it."""
        raise NotImplementedError

    async def close(self) -> None:
        """Leave."""
        await self.speaker.close()
        await self.listener.close()


class PortalPair(Pair):
    """A parent and an agent."""

    path = "/direct/"
    hello = '{"v":1,"type":"hello","cases":{"%s":1000000}}'

    async def join(self, cookie: str) -> ClientConnection:
        """The page says what it shows, and is told that it is live."""
        socket = await super().join(cookie)
        await socket.send(self.hello % self.reference)
        await _next(socket, "state")
        return socket

    async def say(self, act: str) -> None:
        """As the page does; its own news of the last message are read first."""
        frame = {"type": "say", "case": self.reference, "act": act, "body": "Bonjour"}
        await self.speaker.send(json.dumps(frame))

    async def hear(self, act: str) -> None:
        """The event on the other page, and the answer on one's own: the same number."""
        news = await _next(self.listener, "events")
        said = await _next(self.speaker, "said")
        assert said["act"] == act
        self.heard += [event["number"] for event in news["events"]]
        assert self.heard[-1] == said["number"], "not the event of this message"


class BarePair(Pair):
    """Two visitors of one room."""

    @property
    def path(self) -> str:
        """A room for each case."""
        return f"/room/{self.reference}/"

    async def say(self, act: str) -> None:
        """The same content."""
        await self.speaker.send(json.dumps({"act": act, "body": "Bonjour"}))

    async def hear(self, act: str) -> None:
        """What the room receives, on both ends."""
        heard = json.loads(await self.listener.recv())
        assert heard["act"] == act
        await self.speaker.recv()
        self.heard.append(len(self.heard))


async def _next(socket: ClientConnection, kind: str) -> dict:
    """The next frame of this kind; a page may hear others between."""
    while True:
        frame = json.loads(await socket.recv())
        if frame["type"] == "refused":
            raise RuntimeError(f"refused: {frame['why']}")
        if frame["type"] == kind:
            return frame


async def _measure(
    people: list[tuple[str, str, str]],
    portal: WebServer,
    bare: WebServer,
    alone: int,
    together: int,
) -> dict[str, Any]:
    ours = [PortalPair(portal, *person) for person in people]
    theirs = [BarePair(bare, *person) for person in people]
    for pair in (*ours, *theirs):
        await pair.open()
    memory = {"portal": await _idle(ours, portal), "bare": await _idle(theirs, bare)}
    latency = await _one_by_one(ours, theirs, alone)
    crowd = {"portal": await _many(ours, together), "bare": await _many(theirs, together)}
    for pair in (*ours, *theirs):
        await pair.close()
    assert all(pair.heard == sorted(set(pair.heard)) for pair in ours), "twice, or out of order"
    return {
        "latency_ms": latency,
        "together": crowd,
        "bytes_per_idle_socket": memory,
        "ratios": {
            **{at: latency["portal"][at] / latency["bare"][at] for at in ("p50", "p99")},
            "lost": crowd["portal"]["lost"],
            "memory": memory["portal"] / memory["bare"],
        },
        "goals": GOALS,
    }


async def _idle(pairs: list[Pair], server: WebServer) -> float:
    """The bytes that the server holds for each of many sockets that say nothing."""
    before, sockets = server.memory, []
    for number in range(IDLE):
        pair = pairs[number % len(pairs)]
        sockets.append(await pair.join(pair.cookies[number % 2]))
    await asyncio.sleep(3)
    held = (server.memory - before) / IDLE
    for socket in sockets:
        await socket.close()
    return held


async def _one_by_one(ours: list[Pair], theirs: list[Pair], messages: int) -> dict[str, Any]:
    """One message at a time, in turn on the two servers, after a round to warm up."""
    times: dict[str, list[float]] = {"portal": [], "bare": []}
    for number in range(-PAIRS, messages):
        for name, pairs in (("portal", ours), ("bare", theirs)):
            took = await pairs[number % PAIRS].pass_on()
            if number >= 0:
                times[name].append(took if took is not None else PATIENCE * 1000)
    return {name: _figures(found) for name, found in times.items()}


async def _many(pairs: list[Pair], messages: int) -> dict[str, Any]:
    """Several at once on one server: how many a second, and whether all arrive."""
    queue = list(range(messages))
    times: list[float | None] = []

    async def speak(mine: list[Pair]) -> None:
        turn = 0
        while queue:
            queue.pop()
            times.append(await mine[turn % len(mine)].pass_on())
            turn += 1

    begun = time.perf_counter()
    await asyncio.gather(*(speak(pairs[start::AT_ONCE]) for start in range(AT_ONCE)))
    seconds = time.perf_counter() - begun
    arrived = [took for took in times if took is not None]
    return {
        "messages": messages,
        "at_once": AT_ONCE,
        "lost": messages - len(arrived),
        "a_second": messages / seconds,
        **_figures(arrived),
    }


def _figures(times: list[float]) -> dict[str, float]:
    return {"p50": percentile(times, 0.5), "p99": percentile(times, 0.99)}
