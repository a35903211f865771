"""What was typed in a form, read back in a draft and after it was sent, valid or not."""

from datetime import date

from django.utils.formats import date_format

from cases.models import Case
from cases.recording import uuid_or_none
from documents.letters.words import day_in_words as day_in_full
from family.models import Child


def typed(case: Case, step: str, field: str) -> str:
    """One answer as it was typed; empty when there is none."""
    return (typed_all(case, step, field) or [""])[0]


def typed_all(case: Case, step: str, field: str) -> list[str]:
    """All the answers to a question that takes several."""
    return case.data.get("typed", {}).get(step, {}).get(field) or []


def typed_child(case: Case, step: str, field: str = "child") -> Child | None:
    """The child chosen."""
    public_id = uuid_or_none(typed(case, step, field))
    if public_id is None:
        return None
    if case.child and case.child.public_id == public_id:
        return case.child
    rows = Child.objects.select_related("school__service").filter(public_id=public_id)
    return case.once((Child, public_id), rows.first)


def spoken_day(iso: str) -> str:
    """`lundi 4 janvier 2027`; what is no date, as it was typed."""
    try:
        return date_format(date.fromisoformat(iso), "l j F Y")
    except ValueError:
        return iso


def typed_day(case: Case, step: str, field: str) -> str:
    """A date in words, or as it was typed."""
    given = typed(case, step, field)
    try:
        return day_in_full(date.fromisoformat(given))
    except ValueError:
        return given


def declared(case: Case, step: str, field: str):
    """One answer as the case keeps it once sent; None before."""
    return case.data.get("declared", {}).get(step, {}).get(field)
