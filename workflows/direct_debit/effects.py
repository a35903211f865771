"""What an adhesion changes: a mandate is drawn up, then holds, or never does."""

from billing import mandates, signing
from cases.models import Case
from cases.recording import record
from workflows.direct_debit.asked import mandate_of, on_paper, terms
from workflows.engine.step import Stale


def draw_up(case: Case) -> None:
    """Keep the mandate as it was signed, with the proof of it."""
    agreed = terms(case)
    if agreed is None or case.household is None:
        raise Stale
    signed = None if on_paper(case) else signing.signed(case.reference, agreed.digest)
    mandates.draw_up(
        agreed,
        household=case.household,
        signer=case.applicant,
        case=case.reference,
        signed=signed,
    )
    record(case, "checked")


def start(case: Case) -> None:
    """The mandate holds from its day, in the place of the one before."""
    mandate = mandate_of(case)
    if mandate is None:
        raise LookupError(f"case {case.reference} has no mandate")
    mandates.accept(mandate)


def discard(case: Case) -> None:
    """Refused, or left without answer: it will never hold."""
    mandate = mandate_of(case)
    if mandate is not None:
        mandates.discard(mandate)
