"""What a decision changes in the family file."""

from activities.capacity import NoPlaceLeft
from activities.capacity import take_place as take_place_in
from activities.models import Enrolment
from cases.models import Case
from workflows.enrolment.asked import asked


def _enrolment(case: Case) -> Enrolment:
    request = asked(case)
    return Enrolment(
        child=request.child,
        household=case.household,
        group=request.group,
        weekdays=request.weekdays,
        starts_on=request.starts_on,
        ends_on=request.group.period.ends_on,
        case_reference=case.reference,
    )


def take_place(case: Case) -> str:
    """Take the places of the wished days under the group's lock: `placed`, or `full`."""
    enrolment = _enrolment(case)
    try:
        take_place_in(enrolment.group_id, enrolment)
    except NoPlaceLeft as full:
        case.data["full_days"] = full.days
        return "full"
    return "placed"


def join_waiting_list(case: Case) -> None:
    """Stand in the group's waiting list, first come first."""
    enrolment = _enrolment(case)
    enrolment.state = Enrolment.State.WAITING
    enrolment.save()
