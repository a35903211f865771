"""Where a child is received: the place whose service knows him or her."""

from activities.models import Enrolment
from family.models import Child
from town.models import Facility


def facility_of(child: Child) -> Facility | None:
    """The child's school; else where he or she was enrolled last; None for a child not received
    anywhere yet."""
    if child.school_id:
        return Facility.objects.select_related("service").get(pk=child.school_id)
    held = Enrolment.objects.holding().filter(child=child).order_by("-starts_on", "-pk")
    last = held.select_related("group__activity__facility__service").first()
    return last.group.activity.facility if last else None


def in_creche(child: Child) -> bool:
    """Whether the child holds a place in a crèche, which must keep the proof of vaccination
    until the end of the contract (R2324-39-1 CSP)."""
    held = Enrolment.objects.holding().filter(child=child)
    return held.filter(group__activity__kind="creche").exists()
