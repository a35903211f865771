"""Places: counted by weekday, taken under the group's lock, never given twice."""

from collections import Counter
from collections.abc import Iterable

from activities.models import Enrolment, Group


class NoPlaceLeft(Exception):
    """At least one of the wished days is full; `days` lists them (ISO weekdays)."""

    def __init__(self, days: list[int]) -> None:
        self.days = days
        super().__init__(f"no place left on weekdays {days}")


class StandsAlready(Exception):
    """The child holds or awaits a place in this group by another request."""


def taken_by_day(groups: Iterable[Group]) -> dict[int, Counter]:
    """For each group's id, how many places are taken on each weekday. One query."""
    taken: dict[int, Counter] = {group.pk: Counter() for group in groups}
    rows = Enrolment.objects.taking_places().filter(group__in=taken)
    for group_id, weekdays in rows.values_list("group_id", "weekdays"):
        taken[group_id].update(weekdays)
    return taken


def free_by_day(group: Group) -> dict[int, int]:
    """Places left on each weekday of one group, never below zero."""
    taken = taken_by_day([group])[group.pk]
    return {day: max(group.places - taken[day], 0) for day in group.weekdays}


def take_place(
    group_id: int, enrolment: Enrolment, state: str = Enrolment.State.ACTIVE
) -> Enrolment:
    """Save an enrolment that holds a place, if every wished day has one.

    Call inside a transaction. Raises StandsAlready, or NoPlaceLeft with the full days.
    """
    group = _locked(group_id, enrolment)
    free = free_by_day(group)
    full = [day for day in enrolment.weekdays if free.get(day, 0) < 1]
    if full:
        raise NoPlaceLeft(full)
    enrolment.group, enrolment.state = group, state
    enrolment.save()
    return enrolment


def confirm_place(enrolment_id: int) -> None:
    """The family takes the place that was kept. Inside a transaction, under the case's lock."""
    kept = Enrolment.objects.filter(pk=enrolment_id, state=Enrolment.State.KEPT)
    kept.update(state=Enrolment.State.ACTIVE)


def give_back(enrolment_id: int) -> None:
    """The place that was kept is free again. Inside a transaction."""
    kept = Enrolment.objects.filter(pk=enrolment_id, state=Enrolment.State.KEPT)
    kept.update(state=Enrolment.State.ENDED)


def join_waiting_list(group_id: int, enrolment: Enrolment) -> Enrolment:
    """Save an enrolment that waits for a place. Inside a transaction; raises StandsAlready."""
    enrolment.group, enrolment.state = _locked(group_id, enrolment), Enrolment.State.WAITING
    enrolment.save()
    return enrolment


def _locked(group_id: int, enrolment: Enrolment) -> Group:
    """The group, whose row is the lock of its places: taken once and late."""
    rows = Group.objects.select_for_update(no_key=True).only("places", "weekdays")
    group = rows.get(pk=group_id)
    states = [Enrolment.State.ACTIVE, Enrolment.State.KEPT, Enrolment.State.WAITING]
    if Enrolment.objects.filter(child=enrolment.child, group=group, state__in=states).exists():
        raise StandsAlready
    return group
