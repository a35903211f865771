"""What a request for a place declares, read back from the case as records."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from activities.models import PlaceRequest
from activities.waiting_list import request_of
from cases.models import Case
from family.models import Child
from town.models import Facility

ALONE = "alone"


@dataclass(frozen=True)
class Asked:
    """The child, the days, the facilities from the most wished on, and the situation."""

    child: Child
    weekdays: list[int]
    starts_on: date
    facilities: list[Facility]
    works: tuple[str, ...]
    twins: bool
    special_need: bool
    together: bool


def asked(case: Case) -> Asked:
    """The request as declared at submission."""
    declared = case.data["declared"]
    child = _child(case, declared["enfant"]["child"])
    if child is None:
        raise LookupError(f"case {case.reference} is about a child that is gone")
    situation = declared["situation"]
    works = [situation["work"], situation["other_work"]]
    return Asked(
        child=child,
        weekdays=sorted(int(day) for day in declared["besoin"]["weekdays"]),
        starts_on=date.fromisoformat(declared["besoin"]["starts_on"]),
        facilities=facilities(wish for wish in declared["etablissements"].values() if wish),
        works=tuple(work for work in works if work and work != ALONE),
        twins=bool(situation["twins"]),
        special_need=bool(situation["special_need"]),
        together=bool(situation["together"]),
    )


def facilities(slugs) -> list[Facility]:
    """The facilities of these slugs, in this order; one that is gone is left out."""
    wished = list(slugs)
    found = Facility.objects.select_related("service").in_bulk(wished, field_name="slug")
    return [found[slug] for slug in wished if slug in found]


def typed(case: Case, step: str, name: str) -> str:
    """One answer of a draft as it was typed."""
    return (case.data.get("typed", {}).get(step, {}).get(name) or [""])[0]


def typed_child(case: Case) -> Child | None:
    """The child chosen so far in a draft."""
    return _child(case, typed(case, "enfant", "child"))


def listed(case: Case) -> PlaceRequest:
    """What the case put into the waiting list. Raises LookupError before that."""
    found = request_of(case.reference)
    if found is None:
        raise LookupError(f"case {case.reference} is not in the waiting list")
    return found


def _child(case: Case, public_id: str) -> Child | None:
    if case.child and str(case.child.public_id) == public_id:
        return case.child
    try:
        return Child.objects.filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None
