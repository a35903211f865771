"""A school year of care around classes: its periods, its groups, what each child may have of it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from activities.models import Activity, Enrolment, Group, Period
from activities.offer import fits
from activities.wishes import STANDING
from family.models import Child

Kind = Activity.Kind
# What a family asks for once a year and for the whole year; holidays have their own periods.
YEAR_KINDS = (Kind.BEFORE_SCHOOL, Kind.CANTEEN, Kind.AFTER_SCHOOL, Kind.WEDNESDAY)


def years() -> QuerySet[Period]:
    """The periods that are school years, by their groups; the earliest first."""
    groups = Group.objects.filter(period=OuterRef("pk"), activity__kind__in=YEAR_KINDS)
    return Period.objects.filter(Exists(groups)).order_by("starts_on", "pk")


def open_years(day: date) -> QuerySet[Period]:
    """Those for which one may enrol on a day."""
    return years().filter(opens_on__lte=day, closes_on__gte=day, ends_on__gte=day)


def year_before(period: Period) -> Period | None:
    """The school year that comes before one."""
    return years().filter(starts_on__lt=period.starts_on).last()


def called(period: Period) -> str:
    """`2027-2028`."""
    return f"{period.starts_on.year}-{period.ends_on.year}"


def year_groups(periods: Iterable[Period]) -> list[Group]:
    """What these years offer, in the order of a child's day. One query."""
    groups = Group.objects.filter(period__in=list(periods), activity__kind__in=YEAR_KINDS)
    found = groups.select_related("activity__facility__service", "period").order_by("pk")
    order = {kind: rank for rank, kind in enumerate(YEAR_KINDS)}
    return sorted(found, key=lambda group: order[Kind(group.activity.kind)])


def offered(children: Iterable[Child], periods: Iterable[Period]) -> dict[int, list[Group]]:
    """By child's id, the groups of these years that fit and in which the child does not stand
    yet. Two queries, whatever the number of children."""
    children, groups = list(children), year_groups(periods)
    rows = Enrolment.objects.filter(child__in=children, group__in=groups, state__in=STANDING)
    standing = set(rows.values_list("child", "group"))
    return {
        child.pk: [g for g in groups if (child.pk, g.pk) not in standing and fits(g, child)]
        for child in children
    }
