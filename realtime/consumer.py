"""The one socket of a page: a pipe between it, the switchboard and the engine."""

import asyncio
from datetime import timedelta
from time import monotonic

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error as DatabaseError
from django.utils.timezone import now

from cases.wakeup import tell_typing
from realtime import limits
from realtime.catch_up import want
from realtime.database import acting, reading
from realtime.frames import Frame, Hello, Malformed, Ping, Say, Seen, Typing, read_frame
from realtime.outgoing import Outgoing
from realtime.recheck import topics_changed_since
from realtime.sessions import digest, mark_of
from realtime.speaking import Refusal, say, see
from realtime.station import Station, station
from realtime.subscriptions import ListWish, Subscription, admit, list_topics_of

SIGNED_OUT = 4401
MISBEHAVED = 4400
TRY_LATER = 1013
MOST_FAULTS = 10
NUDGES_EVERY = 1.0  # seconds between two refreshes of one list


class LiveSocket(AsyncWebsocketConsumer):
    """Reads frames, asks for what they need, and pushes what its subscriptions receive."""

    # The process listens to the channel layer once for all its sockets (`station.py`):
    # no channel, queue and task for each, and a socket that outlives an outage of Redis.
    channel_layer_alias = "none: the station listens"

    station: Station
    out: Outgoing
    user_id: int
    session: tuple[str, int, str]
    session_digest: str

    async def __call__(self, scope, receive, send) -> None:
        """Serve one socket, and leave no trace of it behind, however it ends."""
        self.subscriptions: dict[str, Subscription] = {}
        self.topics: set[str] = set()
        self.wish = ListWish(0)
        self.nudged: dict[str, float] = {}
        self.faults, self.greeted = 0, False
        self.frames, self.messages, self.signs = limits.frames(), limits.messages(), limits.signs()
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()

    async def dispatch(self, message: dict) -> None:
        """As Channels does, without its round to the database thread for each frame."""
        handler = getattr(self, message["type"].replace(".", "_"))
        await handler(message)

    async def connect(self) -> None:
        """Accept; then let in who is signed in. Closed after accepting, a browser learns why."""
        await self.accept()
        self.out = Outgoing(lambda text: self.send(text_data=text), self.close)
        user, session = self.scope["user"], self.scope["session"]
        if not user.is_authenticated or not session.session_key:
            self.out.end(SIGNED_OUT)
            return
        self.user_id = user.pk
        self.session = (session.session_key, user.pk, mark_of(session))
        self.session_digest = digest(session.session_key)
        self.station = station()
        self.station.board.sockets.add(self)

    async def websocket_disconnect(self, message: dict) -> None:
        """The other end is gone."""
        raise StopConsumer

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One frame from the page."""
        if self.out.closed:
            return
        try:
            if not self.frames.take():
                raise Malformed("too_fast")
            frame = read_frame(text_data)
        except Malformed as fault:
            self._refuse(fault)
            return
        await self._do(frame)

    async def _do(self, frame: Frame) -> None:
        match frame:
            case Ping():
                self.push({"type": "pong"})
            case Hello():
                await self._hello(frame)
            case Say():
                await self._say(frame)
            case Typing():
                self._typing(frame)
            case Seen():
                await self._seen(frame)

    def push(self, message: dict) -> None:
        """Send a frame to the page, when its turn comes."""
        self.out.push(message)

    def end(self) -> None:
        """The session is over: close, and say so."""
        self.out.end(SIGNED_OUT)
        self._leave()

    def nudge(self, topic: str) -> None:
        """One of the page's lists changed: say so soon, and once for what comes together."""
        kind = "inbox" if topic.startswith("service.") else "home"
        at = monotonic()
        planned = self.nudged.get(kind, 0.0)
        if planned > at:
            return
        when = max(at + 0.02, planned + NUDGES_EVERY)
        self.nudged[kind] = when
        asyncio.get_running_loop().call_later(when - at, self.push, {"type": kind})

    def tell_state(self) -> None:
        """Whether news arrive at once: the answer to a hello, and told again when it changes."""
        if self.greeted:
            self.push({"type": "state", "live": self.station.live})

    async def _hello(self, hello: Hello) -> None:
        self.wish = ListWish(self.user_id, hello.inbox, hello.home)
        await self.station.link.known()
        try:
            admitted = await reading(admit, self.user_id, hello.cases) if hello.cases else []
            topics = await self._lists()
        except DatabaseError:
            self.out.end(TRY_LATER)
            return
        if self.out.closed:
            return
        board, at = self.station.board, monotonic()
        board.listen(self, topics)
        self._unfollow_all()
        self.greeted = True
        self.tell_state()
        if topics and hello.since:
            await self._lists_since(topics, hello.since)
        for case in admitted:
            cursor = min(hello.cases[case.reference], case.last)
            sub = Subscription(self, case.case_id, case.reference, cursor, case.rights, at)
            self.subscriptions[case.reference] = sub
            want(board, board.follow(sub), case.last)

    async def _lists(self) -> set[str]:
        wished = self.wish.inbox or self.wish.home
        return (await reading(list_topics_of, [self.wish]))[self.wish] if wished else set()

    async def _lists_since(self, topics: set[str], milliseconds: int) -> None:
        """Once, for what the page missed: it heard nothing for so long."""
        since = now() - timedelta(milliseconds=milliseconds, seconds=1)
        try:
            changed = await reading(topics_changed_since, since)
        except DatabaseError:
            changed = topics  # not known: the page had better look
        for topic in topics & changed:
            self.nudge(topic)

    async def _say(self, frame: Say) -> None:
        sub = self.subscriptions.get(frame.reference)
        try:
            if sub is None:
                raise Refusal("unknown")
            if not self.messages.take():
                raise Refusal("too_fast")
            asked = monotonic()
            number, rights = await acting(say, self.user_id, sub.case_id, frame.act, frame.body)
            sub.rights, sub.checked = rights, asked
        except Refusal as refusal:
            self.push({"type": "refused", "act": str(frame.act), "why": refusal.why})
        else:
            self.push({"type": "said", "act": str(frame.act), "number": number})

    def _typing(self, frame: Typing) -> None:
        sub = self.subscriptions.get(frame.reference)
        if sub is not None and sub.rights.may_write and self.signs.take():
            tell_typing(sub.case_id, sub.rights.side)

    async def _seen(self, frame: Seen) -> None:
        sub = self.subscriptions.get(frame.reference)
        if sub is None or not sub.rights.in_conversation or not self.signs.take():
            return
        try:
            await acting(see, self.user_id, sub.case_id, frame.number)
        except (Refusal, DatabaseError):
            return  # the page will say it again with its next number

    def _refuse(self, fault: Malformed) -> None:
        self.faults += 1
        answer = {"type": "refused", "why": fault.why}
        self.push(answer | {"act": str(fault.act)} if fault.act else answer)
        if self.faults >= MOST_FAULTS:
            self.out.end(MISBEHAVED)

    def _unfollow_all(self) -> None:
        for sub in self.subscriptions.values():
            self.station.board.unfollow(sub)
        self.subscriptions = {}

    def _leave(self) -> None:
        if hasattr(self, "station"):
            self._unfollow_all()
            self.station.board.listen(self, set())
            self.station.board.sockets.discard(self)
