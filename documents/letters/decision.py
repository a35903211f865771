"""A decision, its reasons, and how to contest it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from documents.letters.parts import Agent, Appeal, Letter


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who decides: first name, last name and capacity stand on the letter (CRPA L212-1)."""

    name: str
    capacity: str


@dataclass(frozen=True, kw_only=True)
class Decision(Letter):
    """CRPA L211-2 and L211-5: reasons always; code de justice administrative R421-5: appeal."""

    template: ClassVar[str] = "decision"

    title: str
    child: str = ""
    received_on: date
    outcome: Literal["accepted", "refused", "waitlisted", "settled", "closed"]
    granted: tuple[tuple[str, str], ...] = ()  # (« Jours », « lundi, mardi »)
    answer: tuple[str, ...] = ()  # what the service wrote, paragraph by paragraph
    reasons: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()  # the rules applied
    next_steps: tuple[str, ...] = ()
    appeal: Appeal
    signatory: Signatory
    agent: Agent | None = None

    def __post_init__(self) -> None:
        """Only an acceptance may stand without its reasons; an answer says something."""
        settled = self.outcome == "settled" and (self.answer or self.granted)
        if self.outcome == "accepted" or settled:
            return
        if not any(reason.strip() for reason in self.reasons):
            raise ValueError("a decision that is not an acceptance says why")
