"""The life of a PAI: a meeting, a signature, a review at the end of the school level."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from family.changes import recorded, set_health
from family.models import Adult, CarePlan, Child
from town.models import Facility

Stage = CarePlan.Stage
REMIND = timedelta(days=60)  # before the review: a meeting takes weeks to set
Level = Child.Level
# School years left after the current one, before the next level of schooling.
YEARS_LEFT = {
    Level.PS: 2, Level.MS: 1, Level.GS: 0,
    Level.CP: 4, Level.CE1: 3, Level.CE2: 2, Level.CM1: 1, Level.CM2: 0,
    Level.COLLEGE: 0,
}  # fmt: skip
NURSERY = {Level.PS, Level.MS, Level.GS}
YEAR_ENDS = (8, 31)
SCHOOL_AT = 3  # school begins in September of the calendar year of the third birthday


def stage_of(child: Child) -> Stage:
    """The level of schooling in which the child is."""
    if not child.level:
        return Stage.BEFORE
    if child.level == Level.COLLEGE:
        return Stage.COLLEGE
    return Stage.NURSERY if child.level in NURSERY else Stage.PRIMARY


def end_of_stage(child: Child, day: date) -> date:
    """The last day of the child's level of schooling, as far as the file tells it."""
    this_year = date(day.year, *YEAR_ENDS)
    year = this_year.year if day <= this_year else this_year.year + 1
    if not child.level:
        return date(max(child.birth_date.year + SCHOOL_AT, year), *YEAR_ENDS)
    return date(year + YEARS_LEFT[Level(child.level)], *YEAR_ENDS)


def convene(
    *,
    user: User | None,
    child: Child,
    facility: Facility | None,
    meets_at: datetime,
    place: str,
    case: str,
) -> CarePlan:
    """Set the meeting in which the plan is agreed, or move it."""
    meeting = {"meets_at": meets_at, "place": place}
    with recorded(user=user, case=case):
        plan, _created = CarePlan.objects.update_or_create(
            case_reference=case,
            defaults=meeting,
            create_defaults={
                "child": child,
                "facility": facility,
                "stage": stage_of(child),
                **meeting,
            },
        )
    return plan


def sign(*, user: User | None, case: str, day: date, review_on: date | None = None) -> CarePlan:
    """The plan stands from this day on, in the place of an earlier one."""
    with recorded(user=user, case=case):
        plan = CarePlan.objects.select_for_update(of=["self"]).get(case_reference=case)
        for earlier in in_force(plan.child).exclude(pk=plan.pk):
            earlier.ended_on = day
            earlier.save(update_fields=["ended_on"])
        plan.signed_on = day
        plan.review_on = review_on or end_of_stage(plan.child, day)
        plan.save(update_fields=["signed_on", "review_on"])
        set_health(user=user, child=plan.child, case=case, has_pai=True)
    return plan


def in_force(child: Child) -> QuerySet[CarePlan]:
    """The plans that were signed and not replaced: one, or none."""
    return child.care_plans.filter(signed_on__isnull=False, ended_on=None)


def must_be_redone(plan: CarePlan, child: Child, day: date) -> bool:
    """Whether its time is over, or the child has entered another level or school.

    The plan is not switched off by itself: what keeps a child safe ends by a decision.
    """
    moved = plan.facility_id is not None and plan.facility_id != child.school_id
    over = plan.review_on is not None and plan.review_on < day
    return over or moved or plan.stage != stage_of(child)


def to_remind(day: date) -> QuerySet[CarePlan]:
    """Plans in force whose review comes near, and whose parents were not all told."""
    soon = CarePlan.objects.filter(review_on__lte=day + REMIND, reminded_at=None)
    return soon.filter(signed_on__isnull=False, ended_on=None).order_by("review_on", "pk")


def parents_told(child: Child) -> QuerySet[Adult]:
    """Those who hold authority over the child and may see: both parents, wherever they live."""
    ties = child.ties.seeing().filter(has_authority=True)
    return Adult.objects.filter(pk__in=ties.values("adult")).exclude(email="").order_by("pk")
