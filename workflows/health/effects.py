"""What a decision changes: the health record, the canteen's days, the entourage, the check."""

from datetime import timedelta

from django.utils.timezone import localdate

from activities.reception import in_creche
from cases.models import Case, Piece
from cases.recording import record
from cases.sides import Side
from documents.models import Document
from family import changes, diets, vaccines
from family.models import Child, Contact
from workflows.engine.child_step import declared_child
from workflows.engine.pieces import let_go
from workflows.health.asked import Update, update

BOOKLET = Document.Kind.VACCINES


def write(case: Case) -> str | None:
    """Write what was declared into the family's file; `vaccines` when a proof is to be seen."""
    asked, by = update(case), case.acting.actor
    changes.set_health(user=by, child=asked.child, case=case.reference, **asked.facts)
    diets.set_diet(
        user=by,
        child=asked.child,
        diet=asked.diet,
        starts_on=localdate() + timedelta(days=1),  # what is cooked today was counted this morning
        case=case.reference,
    )
    _write_entourage(case, asked)
    return "vaccines" if _has_proof(case) else None


def _write_entourage(case: Case, asked: Update) -> None:
    """Who may collect: of those the household named, and someone it names now."""
    by, chosen = case.acting.actor, set(asked.collectors)
    for contact in Contact.objects.filter(child=asked.child, household=case.household_id):
        may = str(contact.public_id) in chosen
        changes.update_contact(user=by, contact=contact, case=case.reference, may_collect=may)
    if asked.newcomer and case.household:
        changes.add_contact(
            user=by,
            child=asked.child,
            household=case.household,
            case=case.reference,
            may_collect=True,
            may_be_called=False,
            **asked.newcomer,
        )


def _has_proof(case: Case) -> bool:
    given = case.pieces.filter(kind=BOOKLET).exclude(document=None)
    return given.exclude(state=Piece.State.REFUSED).exists()


def note_proven(case: Case) -> None:
    """The proof was seen and is complete. A crèche keeps it until its contract ends."""
    child = _note(case, up_to_date=True)
    case.pieces.filter(kind=BOOKLET).update(state=Piece.State.ACCEPTED, comment="")
    if not in_creche(child):
        let_go(case, BOOKLET)


def note_provisional(case: Case) -> None:
    """A vaccine is missing: admitted for three months, in which the family proves it."""
    _note(case, up_to_date=False)
    case.pieces.filter(kind=BOOKLET).update(state=Piece.State.REFUSED, blocking=True)
    let_go(case, BOOKLET)


def _note(case: Case, *, up_to_date: bool) -> Child:
    """Keep the check, not the booklet."""
    child, by = declared_child(case), case.acting.actor
    if by is None:
        raise ValueError(f"nobody looked at the proof of case {case.reference}")
    vaccines.note_check(
        user=by, child=child, up_to_date=up_to_date, day=localdate(), case=case.reference
    )
    return child


def lapse(case: Case) -> None:
    """Three months have passed without a proof: back to the town."""
    record(case, "deadline_passed", turn=Side.TOWN)
