"""The letters of a case, from what the case holds to what the document room writes."""

from typing import Literal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import staff_of
from cases.inbox import family_name
from cases.models import Case, Piece
from documents.letters.acknowledgement import Acknowledgement, Paper, Silence
from documents.letters.decision import Decision, Signatory
from documents.letters.parts import Agent, Appeal, Recipient, Sender
from town.identity import Identity
from town.models import Service
from workflows.engine.procedure import Line, OwnLetter, Procedure
from workflows.engine.receipt import Receipt
from workflows.engine.settings import procedure_of
from workflows.engine.standing import closing_words, last_decider, refusal

Outcome = Literal["accepted", "refused", "waitlisted", "settled", "closed"]
OUTCOMES: dict[str, Outcome] = {
    Case.State.ACCEPTED: "accepted",
    Case.State.REFUSED: "refused",
    Case.State.WAITLISTED: "waitlisted",
    Case.State.SETTLED: "settled",
}


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
        declared=tuple(_written(line) for line in receipt.lines),
        expected_by=localdate(case.due_at) if case.due_at else None,
        silence=Silence(
            means="acceptance" if receipt.silence_accepts else "rejection",
            months=procedure.silence.months,
            day=receipt.silence_on,
            ground=receipt.silence_ground,
        ),
        appeal=_appeal(procedure, town),
        agent=_agent(receipt.agent, receipt.service),
    )


def has_decision(case: Case) -> bool:
    """Whether the service has answered: what a letter says, with its author's name."""
    return case.state in OUTCOMES and last_decider(case) is not None


def decision(case: Case, *, town: Identity) -> Decision:
    """The decision on a case that the service has answered, ready to be written as PDF.

    Raises LookupError while there is none.
    """
    procedure, decider = procedure_of(case), last_decider(case)
    if case.state not in OUTCOMES or decider is None or case.service is None:
        raise LookupError(f"case {case.reference} was not decided")
    refused = case.state == Case.State.REFUSED
    return Decision(
        sender=Sender.of(case.service, town=town.name),
        recipient=_recipient(case),
        place=town.place,
        day=localdate(case.closed_at),
        reference=case.reference,
        title=str(procedure.title),
        child=str(case.child or ""),
        received_on=localdate(case.submitted_at),
        outcome=OUTCOMES[case.state],
        granted=() if refused else tuple(_written(line) for line in _granted(procedure, case)),
        answer=() if refused else _answer(case),
        reasons=_reasons(procedure, case),
        texts=tuple(str(text) for text in procedure.texts),
        next_steps=tuple(str(step) for step in procedure.next_steps.get(case.state, ())),
        appeal=_appeal(procedure, town),
        signatory=Signatory(name=str(decider), capacity=_capacity(decider, case.service)),
        agent=_agent(decider, case.service),
    )


def own_letter(case: Case, name: str) -> OwnLetter | None:
    """The paper of that name that the démarche draws up for this case now, if there is one."""
    drawn = procedure_of(case).letters(case)
    return next((letter for letter in drawn if letter.name == name), None)


def _reasons(procedure: Procedure, case: Case) -> tuple[str, ...]:
    """Why it is not what was asked; nothing for an acceptance."""
    if case.state == Case.State.REFUSED:
        said = refusal(case)
        return tuple(filter(None, (said.get("reason", ""), said.get("text", ""))))
    if case.state == Case.State.WAITLISTED:
        return (str(procedure.why_wait),)
    return ()


def _written(line: Line) -> tuple[str, str]:
    return str(line.label), str(line.value)


def _granted(procedure: Procedure, case: Case) -> list[Line]:
    """What was decided line by line; else, when it is granted, what was asked."""
    if replied := procedure.replied(case):
        return replied
    return [] if case.state == Case.State.SETTLED else procedure.granted(case)


def _answer(case: Case) -> tuple[str, ...]:
    """What the service wrote with its decision, paragraph by paragraph."""
    text = closing_words(case, procedure_of(case).replied(case))
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _capacity(person: User, service: Service) -> str:
    if service.pk in staff_of(person).supervisor_of:
        return _("Responsable du service %(service)s") % {"service": service.name}
    return _("Agent du service %(service)s") % {"service": service.name}


def _agent(person: User | None, service: Service) -> Agent | None:
    """Name and contact are owed as soon as somebody has the request (CRPA L111-2)."""
    if person is None:
        return None
    return Agent(name=str(person), phone=service.phone, email=service.email)


def _appeal(procedure: Procedure, town: Identity) -> Appeal:
    return Appeal(
        amicable="" if procedure.decides_appeals else town.amicable,
        court=town.court,
        court_address=town.court_address,
        others=tuple(str(appeal) for appeal in procedure.other_appeals),
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
