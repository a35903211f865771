"""Whether a translation can stand for its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Message

PLACE = re.compile(r"%\((\w+)\)[sd]")
MARKUP = re.compile(r"</?[a-z]+|%%")


def unfit(message: Message) -> Iterator[str]:
    """Why a translation cannot stand for its text."""
    wanted, given = _forms(message.id), _forms(message.string)
    if not all(given):
        yield f"not translated: {said(message)}"
        return
    if message.fuzzy:
        yield f"uncertain (fuzzy): {said(message)}"
    for original, translation in zip(wanted, given, strict=True):
        # « une place » may stand for « %(n)s place » where there is only one.
        lost = _places(original) - _places(translation) if original == wanted[-1] else set()
        invented = _places(translation) - _places(wanted[-1])
        if lost or invented:
            yield f"other placeholders ({', '.join(sorted(lost | invented))}): {said(message)}"
        if sorted(MARKUP.findall(original)) != sorted(MARKUP.findall(translation)):
            yield f"other markup: {said(message)}"


def first(message: Message) -> str:
    """The text by which a message is known."""
    return _forms(message.id)[0]


def said(message: Message) -> str:
    """The text and a file in which it stands."""
    where = message.locations[0][0] if message.locations else "nowhere"
    return f"« {first(message)} » ({where})"


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """One text, or one a number."""
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text))
