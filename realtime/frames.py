"""What a page may say on its socket, read strictly. Anything else is refused, never a fault."""

import json
from dataclasses import dataclass, field
from uuid import UUID

VERSION = 1
LONGEST_FRAME = 64 * 1024  # 5,000 characters escaped as emoji in JSON fit in
LONGEST_BODY = 5000
MOST_CASES = 50
HIGHEST_NUMBER = 2**31 - 1


class Malformed(ValueError):
    """Not a frame of this protocol; `act` tells which message it was, when that could be read."""

    def __init__(self, why: str = "malformed", act: UUID | None = None) -> None:
        self.why, self.act = why, act
        super().__init__(why)


@dataclass(frozen=True)
class Hello:
    """What this page shows, and the last number it has of each case."""

    cases: dict[str, int] = field(default_factory=dict)
    inbox: bool = False
    home: bool = False
    since: int = 0  # milliseconds for which the page may have missed news of its lists


@dataclass(frozen=True)
class Say:
    """A message to send, with the act's id made by the page."""

    reference: str
    act: UUID
    body: str


@dataclass(frozen=True)
class Typing:
    """Somebody is typing in this case."""

    reference: str


@dataclass(frozen=True)
class Seen:
    """The page was looked at, up to this number."""

    reference: str
    number: int


@dataclass(frozen=True)
class Ping:
    """Are you there?"""


Frame = Hello | Say | Typing | Seen | Ping


def read_frame(text: str | None) -> Frame:
    """The frame in a text; raises Malformed."""
    if text is None:
        raise Malformed
    if len(text) > LONGEST_FRAME:
        raise Malformed("too_large")
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(frame, dict):
        raise Malformed
    reader = READERS.get(frame.get("type")) if isinstance(frame.get("type"), str) else None
    if reader is None:
        raise Malformed
    return reader(frame)


def _hello(frame: dict) -> Hello:
    if frame.get("v") != VERSION or isinstance(frame.get("v"), bool):
        raise Malformed("version")
    cases = frame.get("cases", {})
    if not isinstance(cases, dict) or len(cases) > MOST_CASES:
        raise Malformed
    cursors = {_reference(reference): _number(number) for reference, number in cases.items()}
    since = _number(frame.get("since", 0))
    return Hello(cursors, _flag(frame, "inbox"), _flag(frame, "home"), since)


def _say(frame: dict) -> Say:
    act = _act(frame.get("act"))
    body = frame.get("body")
    if not isinstance(body, str) or not _storable(body):
        raise Malformed(act=act)
    body = body.strip()
    if not body:
        raise Malformed("empty", act)
    if len(body) > LONGEST_BODY:
        raise Malformed("too_long", act)
    return Say(_reference(frame.get("case")), act, body)


def _typing(frame: dict) -> Typing:
    return Typing(_reference(frame.get("case")))


def _seen(frame: dict) -> Seen:
    return Seen(_reference(frame.get("case")), _number(frame.get("number")))


def _ping(_frame: dict) -> Ping:
    return Ping()


READERS = {"hello": _hello, "say": _say, "typing": _typing, "seen": _seen, "ping": _ping}


def _reference(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 20 or not value.isascii():
        raise Malformed
    if "\x00" in value:
        raise Malformed
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST_NUMBER:
        raise Malformed
    return value


def _flag(frame: dict, name: str) -> bool:
    value = frame.get(name, False)
    if not isinstance(value, bool):
        raise Malformed
    return value


def _act(value: object) -> UUID:
    if not isinstance(value, str):
        raise Malformed
    try:
        return UUID(value)
    except ValueError:
        raise Malformed from None


def _storable(text: str) -> bool:
    """Whether PostgreSQL can keep it: no NUL, no half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
