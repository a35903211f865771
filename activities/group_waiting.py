"""The order in which those who wait for a group are offered its free places.

The town’s rule: first the children with a brother or a sister of the same home already enrolled
at the same facility, then by date of the wait.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef
from django.utils.timezone import localdate

from activities.models import Enrolment
from activities.models.enrolment import EnrolmentQuerySet


def siblings_there(day: date) -> EnrolmentQuerySet:
    """Within a query of enrolments: those of brothers and sisters at the same facility, from
    the same home, that are not over on a day."""
    return (
        Enrolment.objects.holding()
        .filter(
            group__activity__facility=OuterRef("group__activity__facility"),
            child__households=OuterRef("household"),
            ends_on__gte=day,
        )
        .exclude(child=OuterRef("child"))
    )


def in_line(group_id: int, day: date | None = None) -> EnrolmentQuerySet:
    """Those who wait for a group, the first to be offered a place first."""
    waiting = Enrolment.objects.waiting().filter(group=group_id)
    named = waiting.annotate(has_sibling=Exists(siblings_there(day or localdate())))
    return named.order_by(F("has_sibling").desc(), "created_at", "pk")


@dataclass(frozen=True)
class InLine:
    """Where a child stands in a group's waiting list, from 1, among how many, and by the rule."""

    rank: int
    count: int
    sibling: bool


def standing(enrolment: Enrolment) -> InLine:
    """Where a child who waits stands today. Raises LookupError for one who does not wait."""
    line = list(in_line(enrolment.group_id).values_list("pk", "has_sibling"))
    for rank, (pk, sibling) in enumerate(line, start=1):
        if pk == enrolment.pk:
            return InLine(rank, len(line), sibling)
    raise LookupError(f"enrolment {enrolment.pk} does not wait")


def waiting_rank(enrolment: Enrolment) -> int:
    """The child's rank in the group's waiting list, from 1."""
    return standing(enrolment).rank


def has_sibling_there(child_id: int, household_id: int, facility_id: int, day: date) -> bool:
    """Whether the rule would put this child first at a facility."""
    there = Enrolment.objects.holding().filter(
        group__activity__facility=facility_id, child__households=household_id, ends_on__gte=day
    )
    return there.exclude(child=child_id).exists()
