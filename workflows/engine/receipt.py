"""The acknowledgement that the law asks for (CRPA L112-3, R112-5, R112-11-1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.timezone import localtime

from accounts.models import User
from cases.models import Case, Piece
from town.dates import months_after
from town.models import Service
from workflows.engine.procedure import Line, Procedure, open_lines
from workflows.engine.settings import procedure_of
from workflows.engine.standing import in_charge

APPEAL_MONTHS = 2  # recours gracieux or contentieux (CRPA L411-2, CJA R421-1)


@dataclass(frozen=True)
class Receipt:
    """What an acknowledgement states."""

    case: Case
    procedure: Procedure
    received_at: datetime
    received_on: date
    service: Service
    lines: list[Line]
    given: list[Piece]
    missing: list[Piece]
    complete_before: date | None
    silence_accepts: bool
    silence_on: date
    silence_ground: str
    court: str
    agent: User | None  # once somebody has the request
    to_mayor: bool = True  # an appeal to the mayor is possible
    other_appeals: tuple[str, ...] = ()
    appeal_months: int = APPEAL_MONTHS


def receipt(case: Case, *, whole: bool = False) -> Receipt:
    """The acknowledgement of a submitted case, from what was frozen at its submission.

    `whole` is for the family itself: others do not read what was said of a sensitive section.
    """
    procedure = procedure_of(case)
    if case.submitted_at is None or case.service is None:
        raise LookupError(f"case {case.reference} was not sent: nothing to acknowledge")
    received = localtime(case.submitted_at).date()
    pieces = list(case.pieces.exclude(state=Piece.State.ISSUED).select_related("document"))
    given = [piece for piece in pieces if _given(piece)]
    missing = [piece for piece in pieces if not _given(piece)]
    lines = procedure.lines(case)
    deadline = received + timedelta(days=procedure.answer_days) if missing else None
    return Receipt(
        case=case,
        procedure=procedure,
        received_at=case.submitted_at,
        received_on=received,
        service=case.service,
        lines=lines if whole else open_lines(lines),
        given=given,
        missing=missing,
        complete_before=deadline,
        silence_accepts=procedure.silence.accepts,
        silence_on=months_after(received, procedure.silence.months),
        silence_ground=str(procedure.silence.ground),
        court=settings.TOWN.court_line,
        agent=in_charge(case),
        to_mayor=not procedure.decides_appeals,
        other_appeals=tuple(str(appeal) for appeal in procedure.other_appeals),
    )


def _given(piece: Piece) -> bool:
    """One that was looked at and not kept was given all the same."""
    return piece.document_id is not None or piece.state == Piece.State.ACCEPTED
