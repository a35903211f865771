"""Codes sent by e-mail and typed back: short-lived, counted, kept as a slow hash alone."""

import secrets
from datetime import datetime, timedelta
from typing import Protocol

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F, Model
from django.utils.timezone import now

LIFE = timedelta(minutes=15)
MINUTES = int(LIFE.total_seconds() // 60)
TRIES = 5


class WrongCode(Exception):
    """Not the code that was sent; `left` tries remain."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__("wrong code")


class CodeOver(Exception):
    """No code can be used any more: too old, tried too often, or for something else."""


class CodeRow(Protocol):
    """A row that keeps a code."""

    pk: int
    code_hash: str
    expires_at: datetime
    tries: int


def fresh() -> tuple[str, str]:
    """A new code as the mail shows it, in two groups, and the hash to keep."""
    code = f"{secrets.randbelow(10**6):06d}"
    return f"{code[:3]} {code[3:]}", make_password(code)


def usable(row: CodeRow) -> bool:
    """Whether its code may still be typed."""
    return row.expires_at > now() and row.tries < TRIES


def check(row: CodeRow, model: type[Model], typed: str) -> None:
    """Judge a code. Raises WrongCode, CodeOver. A wrong try is counted at once, exactly."""
    rows = model._default_manager.filter(pk=row.pk, tries__lt=TRIES)
    if not rows.update(tries=F("tries") + 1):
        raise CodeOver
    if not check_password("".join(filter(str.isdigit, typed)), row.code_hash):
        raise WrongCode(max(TRIES - row.tries - 1, 0))
