"""What the town keeps sealed: text that is of no use to whoever reads the database.

Fernet (AES and HMAC) of the library `cryptography`. The first key of `SEALING_KEYS` seals, all of
them open: a key is changed by putting the new one first, running `manage.py reseal`, then
dropping the old one.
"""

from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class SealBroken(Exception):
    """No key of the town opens this: a key was dropped too soon, or the text was altered."""


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _keys() -> MultiFernet:
    return _box(tuple(settings.SEALING_KEYS))


def seal(text: str) -> str:
    """The text as it may be kept; sealed twice, it never looks the same."""
    return _keys().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """The text behind a seal. Raises SealBroken."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def reseal(token: str) -> str:
    """The same text under the town's present key. Raises SealBroken."""
    try:
        return _keys().rotate(token.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


class Sealed:
    """A sealed text in hand: shown to nobody until it is opened on purpose."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    @classmethod
    def of(cls, text: str) -> "Sealed":
        """This text, sealed."""
        return cls(seal(text))

    def open(self) -> str:
        """The text itself. Raises SealBroken."""
        return unseal(self.token)

    def __str__(self) -> str:
        return "••••"

    def __repr__(self) -> str:
        return "Sealed(••••)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)


class SealedField(models.TextField):
    """A column of sealed texts; its values are `Sealed`, a row is read without opening them."""

    _pyi_private_set_type: Sealed | str  # type: ignore[assignment]
    _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def from_db_value(self, value: str | None, *args: Any) -> Sealed | None:
        """The sealed text of a row."""
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """As the column keeps it: a plain text is sealed before it is kept."""
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed.of(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        """What is written: never the text itself."""
        kept = self.to_python(value)
        return None if kept is None else kept.token
