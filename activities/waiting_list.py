"""The waiting list of the crèches: who is on it, with how many points, at which rank."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet

from activities.admission.criteria import ScoreLine, score, total
from activities.capacity import taken_by_day
from activities.models import (
    Activity,
    AdmissionLine,
    AdmissionSession,
    CriteriaVersion,
    Enrolment,
    Group,
    PlaceRequest,
    PlaceWish,
)
from family.models import Child, Household
from town.models import Facility

State = PlaceRequest.State


class ListedAlready(Exception):
    """The child stands in the list by another request."""


def join(request: PlaceRequest, facilities: Iterable[Facility]) -> PlaceRequest:
    """Put a request, not saved yet, into the list. Inside a transaction."""
    standing = PlaceRequest.objects.filter(
        child=request.child, state__in=[State.LISTED, State.OFFERED]
    )
    if standing.exists():
        raise ListedAlready
    request.save()
    PlaceWish.objects.bulk_create(
        PlaceWish(request=request, facility=facility, rank=rank)
        for rank, facility in enumerate(facilities, start=1)
    )
    return request


def request_of(case_reference: str) -> PlaceRequest | None:
    """The request that a case put into the list."""
    return PlaceRequest.objects.filter(case_reference=case_reference).first()


def siblings_at(child: Child, household: Household, day: date) -> tuple[str, ...]:
    """The crèches where brothers and sisters at the same home have a place on a day."""
    places = Enrolment.objects.holding().filter(
        child__in=household.children.exclude(pk=child.pk),
        group__activity__kind=Activity.Kind.CRECHE,
        ends_on__gte=day,
    )
    slugs = places.values_list("group__activity__facility__slug", flat=True)
    return tuple(sorted(set(slugs)))


def creche_groups(day: date) -> QuerySet[Group]:
    """The crèches' groups that run on a day."""
    return Group.objects.filter(
        activity__kind=Activity.Kind.CRECHE,
        period__starts_on__lte=day,
        period__ends_on__gte=day,
    ).select_related("activity__facility", "period")


def fitting(groups: Iterable[Group], child: Child, facility_id: int, day: date) -> Group | None:
    """The group of a facility for the child's age on a day."""
    age = child.months_on(day)
    for group in groups:
        activity = group.activity
        here = activity.facility_id == facility_id
        if here and activity.min_months <= age <= activity.max_months:
            return group
    return None


@dataclass(frozen=True)
class Chance:
    """What a family may honestly expect at a facility, from 0 to 3."""

    NOWHERE, SLIM, FAIR, GOOD = range(4)


@dataclass(frozen=True)
class WishStanding:
    """Where a request stands at one of its facilities, today."""

    facility: Facility
    group: Group | None  # None: no group takes a child of that age then
    lines: list[ScoreLine]
    points: int
    rank: int
    listed: int  # requests that want at least one of the same days
    free: int  # places left on the fullest of the days
    last_points: int | None  # of the last child placed there by the last commission
    chance: int


def standing(request: PlaceRequest, day: date) -> list[WishStanding]:
    """Points, rank and chance at each facility named. The same few queries however long the list."""
    criteria = CriteriaVersion.on(day)
    from_day = max(day, request.starts_on)
    groups = list(creche_groups(from_day))
    rivals = list(
        PlaceRequest.objects.listed().select_related("child").prefetch_related("wishes__facility")
    )
    taken, last = taken_by_day(groups), _last_points(groups)
    found = []
    for wish in request.wishes.select_related("facility"):
        lines = score(request.declared, criteria.worths, facility=wish.facility.slug, day=day)
        group = fitting(groups, request.child, wish.facility_id, from_day)
        line = _line(rivals, groups, group, criteria, day) if group else []
        own = (-total(lines), request.requested_on, request.pk)
        days = set(request.weekdays)
        others = [each for each in line if each.request.pk != request.pk]
        ahead = [each for each in others if each.order < own]
        places = {d: group.places - taken[group.pk][d] for d in days} if group else {}
        found.append(
            WishStanding(
                facility=wish.facility,
                group=group,
                lines=lines,
                points=total(lines),
                rank=1 + sum(1 for each in ahead if days & set(each.request.weekdays)),
                listed=1 + sum(1 for each in others if days & set(each.request.weekdays)),
                free=max(min(places.values(), default=0), 0),
                last_points=last.get(group.pk) if group else None,
                chance=_chance(group, places, ahead, last, total(lines)),
            )
        )
    return found


@dataclass(frozen=True)
class _InLine:
    order: tuple
    request: PlaceRequest


def _line(rivals, groups, group: Group, criteria: CriteriaVersion, day: date) -> list[_InLine]:
    """Who is listed for a group, in order."""
    facility, worths, found = group.activity.facility, criteria.worths, []
    for rival in rivals:
        if all(wish.facility_id != facility.pk for wish in rival.wishes.all()):
            continue
        if fitting(groups, rival.child, facility.pk, max(day, rival.starts_on)) != group:
            continue
        points = total(score(rival.declared, worths, facility=facility.slug, day=day))
        found.append(_InLine((-points, rival.requested_on, rival.pk), rival))
    return sorted(found, key=lambda each: each.order)


def _chance(
    group: Group | None, places: dict[int, int], ahead: list[_InLine], last: dict, points: int
) -> int:
    """Good when, on each day, fewer come before than there are places; fair with the points
    that were enough at the last commission; slim otherwise."""
    if group is None:
        return Chance.NOWHERE
    before = {d: sum(1 for each in ahead if d in each.request.weekdays) for d in places}
    if all(before[d] < free for d, free in places.items()):
        return Chance.GOOD
    known = last.get(group.pk)
    return Chance.FAIR if known is not None and points >= known else Chance.SLIM


def _last_points(groups: list[Group]) -> dict[int, int]:
    """By group, the least points with which the last commission gave a place there."""
    activities = {group.activity_id: group.pk for group in groups}
    lines = AdmissionLine.objects.filter(
        session__state=AdmissionSession.State.CLOSED, given__activity__in=activities
    )
    last: dict[int, tuple] = {}
    rows = lines.values_list("given__activity", "session__closed_at").annotate(Min("points"))
    for activity, closed_at, points in rows.order_by("session__closed_at"):
        last[activities[activity]] = (closed_at, points)
    return {group: points for group, (_at, points) in last.items()}
