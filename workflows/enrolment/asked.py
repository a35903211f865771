"""What an enrolment declares, read back from the case as records."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from activities.models import Group
from activities.wishes import Wish
from cases.models import Case
from family.models import Child


def asked(case: Case) -> Wish:
    """The child, the group, the days and the start, as declared at submission."""
    declared = case.data["declared"]
    child, group = declared["enfant"]["child"], declared["activite"]["group"]
    found = _child(case, child), _group(case, group)
    if found[0] is None or found[1] is None:
        raise LookupError(f"case {case.reference} asks for a child or a group that is gone")
    return Wish(
        child=found[0],
        group=found[1],
        weekdays=sorted(int(day) for day in declared["jours"]["weekdays"]),
        starts_on=date.fromisoformat(declared["jours"]["starts_on"]),
    )


def typed_child(case: Case) -> Child | None:
    """The child chosen so far in a draft."""
    typed = case.data.get("typed", {}).get("enfant", {}).get("child") or [""]
    return _child(case, typed[0])


def typed_group(case: Case) -> Group | None:
    """The group chosen so far in a draft."""
    typed = case.data.get("typed", {}).get("activite", {}).get("group") or [""]
    return _group(case, typed[0])


Record = TypeVar("Record", Child, Group)


def remembered(case: Case, records: Iterable[Record]) -> list[Record]:
    """The records, kept for the rest of the step under way: its rules ask for them again."""
    found = list(records)
    for record in found:
        case.remember((type(record), str(record.public_id)), record)
    return found


def _child(case: Case, public_id: str) -> Child | None:
    if case.child and str(case.child.public_id) == public_id:
        return case.child
    rows = Child.objects.select_related("school")
    return case.once((Child, public_id), lambda: _by_public_id(rows, public_id))


def _group(case: Case, public_id: str) -> Group | None:
    """The group, with what texts and routing need of it."""
    rows = Group.objects.select_related("activity__facility__service", "period")
    return case.once((Group, public_id), lambda: _by_public_id(rows, public_id))


def _by_public_id(rows, value: str):
    try:
        return rows.filter(public_id=UUID(value)).first()
    except ValueError:
        return None
