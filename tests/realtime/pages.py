"""A page's end of the socket, on the whole ASGI application: cookie, origin, session, rights."""

import asyncio
import json
from time import monotonic
from typing import Any
from uuid import uuid4

from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.test import Client

from accounts.models import User
from config.asgi import application

LONG = 10.0  # seconds: more than anything takes, on a busy machine too
SHORT = 0.4  # seconds of silence that count as nothing


def signed_in(user: User) -> Client:
    """A browser with a session of this person."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return browser


def cookie_of(browser: Client) -> str:
    """What this browser sends to say who it is."""
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


class Page:
    """One open page."""

    def __init__(self, browser: Client | None = None, origin: str = "http://testserver") -> None:
        headers = [(b"host", b"testserver"), (b"origin", origin.encode())]
        if browser is not None:
            headers.append((b"cookie", cookie_of(browser).encode()))
        self.browser = browser
        scope = {"type": "websocket", "path": "/direct/", "query_string": b"", "headers": headers}
        self._socket = ApplicationCommunicator(application, scope | {"subprotocols": []})
        self.events: dict[str, list[int]] = {}
        self._gone = False
        self.heard: dict | None = None  # what broke the last silence

    async def open(self) -> bool:
        """Open the socket; whether the server took it."""
        await self._socket.send_input({"type": "websocket.connect"})
        answer = await self._socket.receive_output(timeout=LONG)
        return answer["type"] == "websocket.accept"

    async def hello(self, cases: dict[str, int] | None = None, **lists: bool) -> dict:
        """Say what the page shows; the state that the server answers."""
        await self.say(type="hello", v=1, cases=cases or {}, **lists)
        return await self.next("state")

    async def say(self, **frame: Any) -> None:
        """Send one frame."""
        await self.raw(json.dumps(frame))

    async def raw(self, text: str | None = None, data: bytes | None = None) -> None:
        """Send what is perhaps no frame at all."""
        await self._socket.send_input({"type": "websocket.receive", "text": text, "bytes": data})

    async def post(self, reference: str, body: str, act: str | None = None) -> str:
        """Send a message; the act's id."""
        act = act or str(uuid4())
        await self.say(type="say", case=reference, act=act, body=body)
        return act

    async def next(self, kind: str, seconds: float = LONG) -> dict:
        """The next frame of a kind, whatever comes between; events are kept on the way."""
        until = monotonic() + seconds
        while True:
            frame = await self.receive(until - monotonic())
            if frame["type"] == kind:
                return frame

    async def receive(self, seconds: float = LONG) -> dict:
        """The next frame, whatever it is."""
        output = await self._socket.receive_output(timeout=max(seconds, 0.01))
        assert output["type"] == "websocket.send", f"the server closed: {output}"
        frame = json.loads(output["text"])
        if frame["type"] == "events":
            numbers = [event["number"] for event in frame["events"]]
            self.events.setdefault(frame["case"], []).extend(numbers)
        return frame

    async def numbers(self, reference: str, upto: int, seconds: float = LONG) -> list[int]:
        """All the numbers received of a case, once this one has come."""
        until = monotonic() + seconds
        while upto not in self.events.get(reference, []):
            await self.receive(until - monotonic())
        return self.events[reference]

    async def silence(self, seconds: float = SHORT) -> bool:
        """Whether nothing at all comes for a moment; what does come is received and kept."""
        quiet = await self._socket.receive_nothing(timeout=seconds, interval=0.02)
        if not quiet:
            self.heard = await self.receive()
        return quiet

    async def closed_with(self) -> int:
        """The code with which the server closes, after whatever it still says."""
        async with asyncio.timeout(LONG):
            while True:
                output = await self._socket.receive_output(timeout=LONG)
                if output["type"] == "websocket.close":
                    return output.get("code")

    async def cut(self) -> None:
        """The network is gone: what was on its way is lost."""
        await self.close()

    async def close(self) -> None:
        """Leave."""
        if self._gone:
            return
        self._gone = True
        await self._socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._socket.wait(timeout=LONG)
