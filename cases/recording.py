"""Writing what happened: one numbered event a change, under the case's lock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import now

from accounts.models import User
from cases.clock import pass_turn
from cases.events import kind_of
from cases.models import Case, CaseEvent
from cases.outbox import hand_over_after_commit
from cases.wakeup import wake_after_commit


def uuid_or_none(given: str) -> UUID | None:
    """The id that a page sent, of an act or a record; None for what is none."""
    try:
        return UUID(given)
    except ValueError:
        return None


@dataclass
class Acting:
    """Who moves the case in the step under way, for which side, and the client's id of the act."""

    actor: User | None = None
    side: str = ""
    act: UUID | None = None

    def take_act(self) -> UUID | None:
        """The act's id, for the first event of the step only: it is unique."""
        act, self.act = self.act, None
        return act


def record(case: Case, kind: str, *, turn: str | None = None, **payload: Any) -> CaseEvent:
    """Append the next event of a case whose row the caller has locked.

    Who acts is on `case.acting`, set by the engine's step. `turn` passes the clock to a side
    ("" stops it). The payload takes ids, codes and dates only.
    """
    at = now()
    if turn is not None:
        pass_turn(case, turn, at)
    acting: Acting = getattr(case, "acting", None) or Acting()
    declared = kind_of(kind)
    case.last_event += 1
    event = CaseEvent.objects.create(
        case=case,
        number=case.last_event,
        kind=kind,
        audience=declared.audience,
        payload=payload,
        actor=None if declared.by_machine else acting.actor,
        side="" if declared.by_machine else acting.side,
        turn=turn or "",
        act=acting.take_act(),
        at=at,
        deliver_after=at + timedelta(seconds=declared.mail_delay) if declared.mail else None,
    )
    wake_after_commit(case, event)
    if declared.mail and not declared.mail_delay:
        hand_over_after_commit(event)
    return event
