"""Accusé de réception: what the law wants a family to be told once a request has arrived."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from documents.letters.parts import Agent, Appeal, Letter


@dataclass(frozen=True, kw_only=True)
class Silence:
    """What it means that the town has not answered, from which day, after how many months."""

    means: Literal["acceptance", "rejection"]
    months: int
    day: date
    ground: str = ""  # the text that decides it: « article L231-1 du CRPA »


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document received or missing, with a word about it."""

    label: str
    comment: str = ""
    indispensable: bool = False


@dataclass(frozen=True, kw_only=True)
class Acknowledgement(Letter):
    """CRPA L112-3, L112-11, R112-5, R112-11-1. Incomplete without it, no delay of appeal runs."""

    template: ClassVar[str] = "acknowledgement"

    title: str  # the démarche's name
    child: str = ""
    received_at: datetime
    channel: Literal["online", "counter", "post"] = "online"
    received: tuple[Paper, ...] = ()
    missing: tuple[Paper, ...] = ()
    missing_by: date | None = None
    declared: tuple[tuple[str, str], ...] = ()  # (what was asked, what was answered)
    expected_by: date | None = None  # the delay that the town publishes, apart from the legal one
    silence: Silence
    appeal: Appeal
    agent: Agent | None = None

    def __post_init__(self) -> None:
        """Missing papers go with the day until which they are awaited (L114-5)."""
        if self.missing and self.missing_by is None:
            raise ValueError("missing papers need the day until which they are awaited")
