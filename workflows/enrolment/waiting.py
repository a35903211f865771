"""What the page of a request says of the group's waiting list."""

from django.utils.timezone import localdate

from activities.group_waiting import has_sibling_there, standing
from activities.models import Enrolment
from activities.wishes import Wish
from cases.models import Case


def shown(case: Case) -> dict:
    """The rank in the line, once the child stands in it: the context of `inscription/case.html`."""
    if case.state != Case.State.WAITLISTED:
        return {}
    rows = Enrolment.objects.waiting().filter(case_reference=case.reference)
    waiting = rows.first()
    return {"waiting": standing(waiting)} if waiting else {}


def sibling_there(case: Case, wish: Wish) -> bool:
    """Whether a brother or a sister of the home is received there already."""
    if case.household_id is None:
        return False
    facility = wish.group.activity.facility_id
    return has_sibling_there(wish.child.pk, case.household_id, facility, localdate())
