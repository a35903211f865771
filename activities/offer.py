"""Which groups fit a child: age, school, open period. What the enrolment form may show."""

from datetime import date

from django.db.models import QuerySet

from activities.models import Activity, Enrolment, Group
from family.models import Child


def open_groups(day: date) -> QuerySet[Group]:
    """Groups whose enrolment is open on a day, with what a list shows of them."""
    groups = Group.objects.filter(
        period__opens_on__lte=day, period__closes_on__gte=day, period__ends_on__gte=day
    ).exclude(activity__kind=Activity.Kind.CRECHE)
    return groups.select_related("activity__facility__service", "period").order_by(
        "period__starts_on", "activity__facility__name", "activity__name"
    )


def fits(group: Group, child: Child) -> bool:
    """Whether the child's age at the period's start, and school, allow this group.

    A pupil needs no place in his or her own school.
    """
    activity = group.activity
    if activity.kind == Activity.Kind.SCHOOL and child.school_id == activity.facility_id:
        return False
    age = child.months_on(group.period.starts_on)
    if not activity.min_months <= age <= activity.max_months:
        return False
    return not activity.pupils_only or child.school_id == activity.facility_id


def groups_for(child: Child, day: date) -> list[Group]:
    """The open groups that fit a child and in which he or she does not stand already."""
    standing = Enrolment.objects.filter(
        child=child, state__in=[Enrolment.State.ACTIVE, Enrolment.State.WAITING]
    )
    taken = set(standing.values_list("group_id", flat=True))
    return [g for g in open_groups(day) if g.pk not in taken and fits(g, child)]
