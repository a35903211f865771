"""What a decision changes in the family file."""

from activities.school_places import is_school_place
from activities.wishes import Wish
from cases.models import Case
from family import changes
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
    return "placed"


def _admit(case: Case, wish: Wish) -> None:
    """A child of no school yet is a pupil from now on, who may be enrolled at its canteen; one
    who changes school stays in the old one’s file until the year begins."""
    changes.set_school(
        user=case.acting.actor,
        child=wish.child,
        school=wish.group.activity.facility,
        seen=None,
        case=case.reference,
    )


def join_waiting_list(case: Case) -> None:
    """Stand in the group's waiting list."""
    put_in_line(case, asked(case))
