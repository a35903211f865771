"""What an enrolment declares, read back from the case as records."""

from dataclasses import dataclass
from datetime import date

from activities.models import Group
from cases.models import Case
from family.models import Child


@dataclass(frozen=True)
class Asked:
    """The child, the group, the days and the start that a case asks for."""

    child: Child
    group: Group
    weekdays: list[int]
    starts_on: date


def asked(case: Case) -> Asked:
    """The request as declared at submission."""
    declared = case.data["declared"]
    child = Child.objects.select_related("school").get(public_id=declared["enfant"]["child"])
    return Asked(
        child=child,
        group=group_of(declared["activite"]["group"]),
        weekdays=sorted(int(day) for day in declared["jours"]["weekdays"]),
        starts_on=date.fromisoformat(declared["jours"]["starts_on"]),
    )


def group_of(public_id: str) -> Group:
    """The group, with what texts and routing need of it."""
    groups = Group.objects.select_related("activity__facility__service", "period")
    return groups.get(public_id=public_id)


def typed_child(case: Case) -> Child | None:
    """The child chosen so far in a draft."""
    typed = case.data.get("typed", {}).get("enfant", {}).get("child") or [""]
    return _by_public_id(Child.objects.select_related("school"), typed[0])


def typed_group(case: Case) -> Group | None:
    """The group chosen so far in a draft."""
    typed = case.data.get("typed", {}).get("activite", {}).get("group") or [""]
    groups = Group.objects.select_related("activity__facility__service", "period")
    return _by_public_id(groups, typed[0])


def _by_public_id(rows, value: str):
    from uuid import UUID

    try:
        return rows.filter(public_id=UUID(value)).first()
    except ValueError:
        return None
