"""What of a child's last school year can be had again in the next one, and what cannot, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from activities.models import Activity, Enrolment, Group, Period
from activities.offer import fits
from activities.school_years import YEAR_KINDS, year_groups
from activities.wishes import STANDING
from family.models import Child, Household

GONE, AGE, SCHOOL, DAYS = "gone", "age", "school", "days"


@dataclass(frozen=True)
class Kept:
    """The same activity, in the next year's group; `lost` are the days it no longer has."""

    child: Child
    group: Group
    weekdays: list[int]
    lost: list[int]


@dataclass(frozen=True)
class LeftOut:
    """What cannot be had again: the code says why."""

    child: Child
    activity: Activity
    why: str


@dataclass
class Renewal:
    """A year's enrolments of a home, carried over to the next one."""

    kept: list[Kept] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def renewal(children: Iterable[Child], home: Household, before: Period, after: Period) -> Renewal:
    """Carry over what these children had from this home until the end of a year. Three queries.

    Where a child stands already in the next year there is nothing to renew, and nothing to say.
    """
    by_id = {child.pk: child for child in children}
    groups = {group.activity_id: group for group in year_groups([after])}
    rows = Enrolment.objects.filter(child__in=by_id, group__in=groups.values(), state__in=STANDING)
    standing = set(rows.values_list("child", "group"))
    found = Renewal()
    for had in _until_the_end(list(by_id), home, before):
        child, group = by_id[had.child_id], groups.get(had.group.activity_id)
        if group is not None and (child.pk, group.pk) in standing:
            continue
        days = sorted(set(had.weekdays) & set(group.weekdays)) if group else []
        why = _why_not(child, group, days)
        if group is None or why:
            found.left_out.append(LeftOut(child, had.group.activity, why))
        else:
            lost = sorted(set(had.weekdays) - set(days))
            found.kept.append(Kept(child, group, days, lost))
    return found


def _until_the_end(children: list[int], home: Household, year: Period) -> list[Enrolment]:
    """Held to the year's last day: one that was ended before is not taken up again."""
    states = [Enrolment.State.ACTIVE, Enrolment.State.ENDED]
    rows = Enrolment.objects.filter(
        child__in=children,
        household=home,
        group__period=year,
        group__activity__kind__in=YEAR_KINDS,
        state__in=states,
        ends_on__gte=F("group__period__ends_on"),
    )
    found = rows.select_related("group__activity").order_by("child__birth_date", "pk")
    order = {kind: rank for rank, kind in enumerate(YEAR_KINDS)}
    return sorted(found, key=lambda row: order[Activity.Kind(row.group.activity.kind)])


def _why_not(child: Child, group: Group | None, days: list[int]) -> str:
    if group is None:
        return GONE
    if not fits(group, child):
        activity = group.activity
        elsewhere = activity.pupils_only and child.school_id != activity.facility_id
        return SCHOOL if elsewhere else AGE
    return "" if days else DAYS
