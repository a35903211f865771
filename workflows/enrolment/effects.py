"""What a decision changes in the family file."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from activities import capacity
from activities.ending import end_enrolment
from activities.models import Enrolment
from cases.models import Case
from workflows.engine.step import Refused
from workflows.enrolment.asked import asked

ALREADY = _("L’enfant est déjà inscrit, ou en liste d’attente, à cette activité.")


def _enrolment(case: Case) -> Enrolment:
    request = asked(case)
    if case.household_id is None:
        raise ValueError(f"case {case.reference} has no household to enrol for")
    return Enrolment(
        child=request.child,
        household_id=case.household_id,
        group=request.group,
        weekdays=request.weekdays,
        starts_on=request.starts_on,
        ends_on=request.group.period.ends_on,
        case_reference=case.reference,
    )


@contextmanager
def _once_a_child() -> Iterator[None]:
    """Two requests for the same place: the second can only be refused, withdrawn or declined."""
    try:
        yield
    except capacity.StandsAlready:
        raise Refused([ALREADY]) from None


def take_place(case: Case) -> str:
    """Take the places of the wished days under the group's lock: `placed`, or `full`."""
    enrolment = _enrolment(case)
    try:
        with _once_a_child():
            capacity.take_place(enrolment.group_id, enrolment)
    except capacity.NoPlaceLeft as full:
        case.data["full_days"] = full.days
        return "full"
    return "placed"


def give_back(case: Case) -> None:
    """The place that this request holds, if it holds one, is free again from today."""
    end_enrolment(case.reference)


def join_waiting_list(case: Case) -> None:
    """Stand in the group's waiting list, first come first."""
    enrolment = _enrolment(case)
    with _once_a_child():
        capacity.join_waiting_list(enrolment.group_id, enrolment)
