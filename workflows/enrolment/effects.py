"""What a decision changes in the family file."""

from activities.ending import end_enrolment
from activities.school_places import is_school_place
from activities.wishes import Wish
from cases.models import Case
from family import changes
from town.models import Facility
from workflows.engine.places import give_place, put_in_line
from workflows.enrolment.asked import asked


def take_place(case: Case) -> str:
    """Take the places of the wished days: `placed`, or `full`."""
    wish = asked(case)
    full = give_place(case, wish)
    if full:
        case.data["full_days"] = full
        return "full"
    if is_school_place(wish.group) and wish.child.school_id is None:
        _admit(case, wish)
        case.data["admitted"] = True  # a pupil by this request alone
    return "placed"


def give_back(case: Case) -> None:
    """The place that this request holds, if it holds one, is free again from today."""
    if end_enrolment(case.reference) and case.data.pop("admitted", False):
        wish = asked(case)
        _set_school(case, wish, None, seen=wish.group.activity.facility)


def _admit(case: Case, wish: Wish) -> None:
    """A child of no school yet is a pupil from now on, who may be enrolled at its canteen; one
    who changes school stays in the old one’s file until the year begins."""
    _set_school(case, wish, wish.group.activity.facility, seen=None)


def _set_school(case: Case, wish: Wish, school: Facility | None, *, seen: Facility | None) -> None:
    changes.set_school(
        user=case.acting.actor, child=wish.child, school=school, seen=seen, case=case.reference
    )


def join_waiting_list(case: Case) -> None:
    """Stand in the group's waiting list."""
    put_in_line(case, asked(case))
