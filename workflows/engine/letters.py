"""The letters of a case, from what the case holds to what the document room writes."""

from django.utils.timezone import localdate

from cases.models import Piece
from documents.letters.acknowledgement import Acknowledgement, Paper, Silence
from documents.letters.parts import Appeal, Recipient, Sender
from town.identity import Identity
from workflows.engine.receipt import Receipt


def acknowledgement(receipt: Receipt, *, town: Identity) -> Acknowledgement:
    """The acknowledgement of a submitted case, ready to be written as PDF."""
    case, procedure = receipt.case, receipt.procedure
    adult, household = case.applicant, case.household
    recipient = (
        Recipient.of(adult, household)
        if adult
        else Recipient(name=household.name, address=tuple(household.address_lines))
    )
    return Acknowledgement(
        sender=Sender.of(receipt.service, town=town.name),
        recipient=recipient,
        place=town.place,
        day=localdate(case.submitted_at),
        reference=case.reference,
        title=str(procedure.title),
        child=str(case.child or ""),
        received_at=case.submitted_at,
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
        ),
        appeal=Appeal(amicable=town.amicable, court=town.court, court_address=town.court_address),
    )


def _paper(piece: Piece) -> Paper:
    label = str(piece.get_kind_display())
    return Paper(label=label, comment=piece.comment, indispensable=piece.blocking)
