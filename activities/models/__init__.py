"""The offer: activities, their groups with places, and the enrolments that take them."""

from activities.models.enrolment import Enrolment
from activities.models.offer import Activity, Group, Period

__all__ = ["Activity", "Enrolment", "Group", "Period"]
