"""Ending enrolments at a date: a family that leaves the town, a child who leaves an activity."""

from datetime import date

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.timezone import localdate

from activities.models import Enrolment
from family.models import Household


def end_enrolments(household: Household, day: date) -> int:
    """The household's enrolments hold until this day at most; a wait for a place ends at once.

    Returns how many were shortened. Those that would end before they start are ended too.
    """
    waiting = household.enrolments.filter(state=Enrolment.State.WAITING)
    ended = waiting.update(state=Enrolment.State.ENDED)
    running = household.enrolments.filter(state=Enrolment.State.ACTIVE, ends_on__gt=day)
    count = running.update(ends_on=Greatest(F("starts_on"), day)) + ended
    close_past_enrolments()
    return count


def end_enrolment(reference: str) -> int:
    """The places that a case gave are free again from today. In the transaction of its step."""
    held = Enrolment.objects.holding().filter(case_reference=reference)
    return held.update(state=Enrolment.State.ENDED, ends_on=localdate())


def close_past_enrolments() -> int:
    """Give back the places of enrolments that are over; returns how many there were."""
    over = Enrolment.objects.filter(state=Enrolment.State.ACTIVE, ends_on__lt=localdate())
    return over.update(state=Enrolment.State.ENDED)
