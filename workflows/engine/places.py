"""Giving the place that a request wishes, or a rank in the waiting list: each at most once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from activities import capacity
from activities.wishes import Wish
from cases.models import Case
from workflows.engine.step import Refused

ALREADY = _("L’enfant est déjà inscrit, ou en liste d’attente, à cette activité.")


@contextmanager
def _once_a_child() -> Iterator[None]:
    """Two requests for the same place: the second can only be refused, withdrawn or declined."""
    try:
        yield
    except capacity.StandsAlready:
        raise Refused([ALREADY]) from None


def give_place(case: Case, wish: Wish) -> list[int]:
    """Take the places of the wished days under the group's lock; the full days when it cannot."""
    enrolment = wish.enrolment(household_id=case.household_id, case_reference=case.reference)
    try:
        with _once_a_child():
            capacity.take_place(enrolment.group_id, enrolment)
    except capacity.NoPlaceLeft as full:
        return full.days
    return []


def put_in_line(case: Case, wish: Wish) -> None:
    """Let the child wait for a place in the group."""
    enrolment = wish.enrolment(household_id=case.household_id, case_reference=case.reference)
    with _once_a_child():
        capacity.join_waiting_list(enrolment.group_id, enrolment)
