"""What families ask about, as the town publishes it, and the service that answers for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from activities.models import Enrolment
from family.models import Child
from town.models import Facility, Service
from town.naming import service_called
from workflows.engine.procedure import Text


@dataclass(frozen=True)
class Topic:
    """A subject: its code never changes; `place` is the kind of facility that answers first."""

    code: str
    label: Text
    service: str
    place: str = ""


def topics(published: Iterable[tuple]) -> dict[str, Topic]:
    """The subjects of a town's setting, by code."""
    return {row[0]: Topic(*row) for row in published}


def answers_for(topic: Topic, child: Child | None) -> tuple[Service, Facility | None]:
    """The service of the place that the child attends, when the subject has one; else the one
    that the town names for the subject."""
    place = place_of(child, topic.place) if child and topic.place else None
    if place is not None:
        return place.service, place
    return service_called(topic.service), None


def place_of(child: Child, kind: str) -> Facility | None:
    """Where the child goes: its school, or the facility of that kind that it is enrolled in."""
    if kind == Facility.Kind.SCHOOL:
        return child.school
    enrolled = Enrolment.objects.holding().filter(child=child, group__activity__facility__kind=kind)
    newest = enrolled.select_related("group__activity__facility__service").order_by("-starts_on")
    found = newest.first()
    return found.group.activity.facility if found else None
