"""What the page of a request says of the group's waiting list."""

from django.utils.timezone import localdate

from activities.group_waiting import has_sibling_there, standing
from activities.models import Enrolment
from cases.models import Case


def shown(case: Case) -> dict:
    """The rank in the line, once the child stands in it: the context of `inscription/case.html`."""
    if case.state != Case.State.WAITLISTED:
        return {}
    rows = Enrolment.objects.waiting().filter(case_reference=case.reference)
    waiting = rows.first()
    return {"waiting": standing(waiting)} if waiting else {}


def sibling_there(case: Case) -> bool:
    """Whether a brother or a sister of the home is received already at the place asked for."""
    child, home, place = case.child_id, case.household_id, case.facility_id
    if child is None or home is None or place is None:
        return False
    return has_sibling_there(child, home, place, localdate())
