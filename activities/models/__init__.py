"""The offer: activities, their groups with places, the enrolments that take them, the waiting
list of the crèches and the commission's sessions."""

from activities.models.admission import (
    AdmissionLine,
    AdmissionRound,
    AdmissionSession,
    SessionSeat,
)
from activities.models.enrolment import Enrolment
from activities.models.offer import Activity, Group, Period
from activities.models.waiting import CriteriaVersion, Criterion, PlaceRequest, PlaceWish

__all__ = [
    "Activity",
    "AdmissionLine",
    "AdmissionRound",
    "AdmissionSession",
    "CriteriaVersion",
    "Criterion",
    "Enrolment",
    "Group",
    "Period",
    "PlaceRequest",
    "PlaceWish",
    "SessionSeat",
]
