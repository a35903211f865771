"""What a decision changes: the meeting, then the plan that stands in the child's file."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from activities.reception import facility_of
from cases.models import Case
from cases.recording import record
from family import care_plans, changes, diets
from family.models import HealthRecord
from workflows.care_plan.forms import Measure
from workflows.care_plan.told import NEEDS, needs_in_words
from workflows.engine.answers import last_answers
from workflows.engine.child_step import declared_child


def same_request(case: Case) -> str:
    """The reference of another live request for the same child; empty when there is none."""
    others = Case.objects.live().filter(procedure=case.procedure, child=declared_child(case))
    return (
        others.exclude(pk=case.pk).values_list("reference", flat=True).order_by("pk").first() or ""
    )


def verify(case: Case) -> None:
    """Leave the agent what was verified; nothing of what was declared is in it."""
    twin = same_request(case)
    case.data["checks"] = [{"code": "twin", "ok": not twin, "reference": twin}]
    record(case, "checked")


def convene(case: Case) -> None:
    """Keep when and where, and tell the family: the event has the date, the page the place."""
    said = case.data["decisions"][-1]["answers"]
    day, hour = date.fromisoformat(said["day"]), time.fromisoformat(said["hour"])
    meets_at = make_aware(datetime.combine(day, hour))
    child = declared_child(case)
    care_plans.convene(
        user=case.acting.actor,
        child=child,
        facility=facility_of(child),
        meets_at=meets_at,
        place=said["place"],
        case=case.reference,
    )
    record(case, "meeting_set", day=day.isoformat())


def put_in_place(case: Case) -> None:
    """The plan stands: in the health record, and at the canteen from tomorrow if it says so."""
    by, child, today = case.acting.actor, declared_child(case), localdate()
    review = last_answers(case, "sign").get("review_on")
    care_plans.sign(
        user=by,
        case=case.reference,
        day=today,
        review_on=date.fromisoformat(review) if review else None,
    )
    changes.set_health(user=by, child=child, case=case.reference, care_needs=needs_in_words(case))
    if Measure.PACKED_LUNCH in case.data["declared"][NEEDS]["measures"]:
        diets.set_diet(
            user=by,
            child=child,
            diet=HealthRecord.Diet.HOME_MEAL,
            starts_on=today + timedelta(days=1),
            case=case.reference,
        )
