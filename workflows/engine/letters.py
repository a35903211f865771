"""The letters of a case, from what the case holds to what the document room writes."""

from django.utils.timezone import localdate

from cases.inbox import family_name
from cases.models import Case, Piece
from documents.letters.acknowledgement import Acknowledgement, Paper, Silence
from documents.letters.parts import Appeal, Recipient, Sender
from town.identity import Identity
from workflows.engine.receipt import Receipt


def acknowledgement(receipt: Receipt, *, town: Identity) -> Acknowledgement:
    """The acknowledgement of a submitted case, ready to be written as PDF."""
    case, procedure = receipt.case, receipt.procedure
    return Acknowledgement(
        sender=Sender.of(receipt.service, town=town.name),
        recipient=_recipient(case),
        place=town.place,
        day=receipt.received_on,
        reference=case.reference,
        title=str(procedure.title),
        child=str(case.child or ""),
        received_at=receipt.received_at,
        channel="counter" if case.at_counter else "online",
        received=tuple(_paper(piece) for piece in receipt.given),
        missing=tuple(_paper(piece) for piece in receipt.missing),
        missing_by=receipt.complete_before,
        declared=tuple((str(line.label), str(line.value)) for line in receipt.lines),
        expected_by=localdate(case.due_at) if case.due_at else None,
        silence=Silence(
            means="acceptance" if receipt.silence_accepts else "rejection",
            months=procedure.silence.months,
            day=receipt.silence_on,
            ground=receipt.silence_ground,
        ),
        appeal=Appeal(amicable=town.amicable, court=town.court, court_address=town.court_address),
    )


def _recipient(case: Case) -> Recipient:
    """The applicant at home; the home when nobody of it asked; else who says to ask."""
    if case.household is None:
        return Recipient(name=family_name(case), address=())
    if case.applicant is None:
        return Recipient(name=case.household.name, address=tuple(case.household.address_lines))
    return Recipient.of(case.applicant, case.household)


def _paper(piece: Piece) -> Paper:
    label = str(piece.get_kind_display())
    return Paper(label=label, comment=piece.comment, indispensable=piece.blocking)
