"""The admission commission: open a session, propose, change a line, close, pass places on.

A session's row is the lock of its seats and lines. A request is taken out of the list by a
conditional update, a place under its group's lock; no case is locked here: offers go out
afterwards, one case at a time (`workflows.creche.offers`).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from secrets import randbelow

from django.db import transaction
from django.utils.timezone import localdate, now

from accounts.models import User
from activities import capacity
from activities.admission.criteria import total
from activities.admission.snapshot import compute, lines_of, outcome_of
from activities.models import (
    AdmissionLine,
    AdmissionRound,
    AdmissionSession,
    CriteriaVersion,
    Enrolment,
    Group,
    PlaceRequest,
    SessionSeat,
)
from activities.waiting_list import creche_groups, fitting
from town.models import Service

State = AdmissionLine.State
HOLDING = (State.TO_OFFER, State.OFFERED, State.ACCEPTED)


class SessionClosed(Exception):
    """The commission has decided: nothing of it can be changed any more."""


class NoRoom(Exception):
    """The session has no place left there on some days (ISO weekdays)."""

    def __init__(self, days: list[int]) -> None:
        self.days = days
        super().__init__(f"no place in the session on weekdays {days}")


class PlacesMoved(Exception):
    """Places of a group were taken otherwise since the session was opened."""

    def __init__(self, group: Group, days: list[int]) -> None:
        self.group, self.days = group, days
        super().__init__(f"group {group.pk} is full on weekdays {days}")


def share_of(places: int, percent: int) -> int:
    """How many places of a seat are kept for a return to work: rounded, the half upwards."""
    return (places * percent + 50) // 100


@transaction.atomic
def open_session(
    service: Service,
    *,
    title: str,
    starts_on: date,
    places: Mapping[tuple[int, int], int],
    by: User,
) -> AdmissionSession:
    """Open a session for places, by (group, weekday), and compute its proposal."""
    criteria = CriteriaVersion.on(localdate())
    session = AdmissionSession.objects.create(
        service=service,
        title=title,
        starts_on=starts_on,
        criteria=criteria,
        seed=randbelow(2**31),
        opened_by=by,
    )
    SessionSeat.objects.bulk_create(
        SessionSeat(
            session=session,
            group_id=group,
            weekday=day,
            places=count,
            reserved=share_of(count, criteria.share_percent),
        )
        for (group, day), count in sorted(places.items())
        if count
    )
    _propose(session)
    return session


def locked(session_id: int) -> AdmissionSession:
    """The session, for whoever changes it. Inside a transaction."""
    rows = AdmissionSession.objects.select_for_update(of=["self"], no_key=True)
    return rows.select_related("criteria", "service").get(pk=session_id)


@transaction.atomic
def propose_again(session_id: int) -> None:
    """Compute an open session anew, on the list as it is now; what was changed by hand is lost."""
    session = locked(session_id)
    if not session.is_open:
        raise SessionClosed
    session.rounds.all().delete()
    session.lines.all().delete()
    _propose(session)


def _propose(session: AdmissionSession) -> None:
    seats = {(s.group_id, s.weekday): (s.places, s.reserved) for s in session.seats.all()}
    requests = _candidates(session, {group for group, _day in seats})
    inputs = inputs_of(session, seats, requests)
    outcome = outcome_of(compute(inputs))
    AdmissionRound.objects.create(session=session, number=1, inputs=inputs, outcome=outcome)
    AdmissionLine.objects.bulk_create(
        AdmissionLine(
            session=session,
            request_id=int(row["key"]),
            proposed_id=outcome["given"][row["key"]],
            given_id=outcome["given"][row["key"]],
            points=points_at(inputs, row, outcome["given"][row["key"]]),
        )
        for row in inputs["requests"]
    )


def points_at(inputs: dict, row: dict, group: int | None) -> int:
    """A request's points at a group; without one, the most that it has anywhere."""
    found = {
        wish["group"]: total(lines_of(inputs, row, wish["facility"])) for wish in row["wishes"]
    }
    return found[group] if group in found else max(found.values(), default=0)


def _candidates(session: AdmissionSession, groups: set[int]) -> list[PlaceRequest]:
    """Requests in the list that name a facility of the session."""
    facilities = Group.objects.filter(pk__in=groups).values("activity__facility")
    rows = PlaceRequest.objects.listed().filter(wishes__facility__in=facilities).distinct()
    return list(rows.select_related("child").prefetch_related("wishes__facility").order_by("pk"))


def inputs_of(
    session: AdmissionSession,
    seats: Mapping[tuple[int, int], tuple[int, int]],
    requests: list[PlaceRequest],
) -> dict:
    """All that the computation depends on, as JSON keeps it."""
    groups = list(creche_groups(session.starts_on).filter(pk__in={g for g, _day in seats}))
    there = _there_already(groups)
    rows = [_row(session, request, groups, there) for request in requests]
    return {
        "day": localdate().isoformat(),
        "seed": session.seed,
        "criteria": {
            "version": session.criteria_id,
            "label": session.criteria.label,
            "worths": [[w.code, w.points, w.most] for w in session.criteria.worths],
        },
        "seats": [[group, day, *counts] for (group, day), counts in sorted(seats.items())],
        "requests": [row for row in rows if row["wishes"]],
    }


def _there_already(groups: list[Group]) -> set[tuple[int, int]]:
    """Children with the group in which they have a place: it is not given them once more."""
    places = Enrolment.objects.taking_places().filter(group__in=groups)
    return set(places.values_list("child", "group"))


def _row(
    session: AdmissionSession,
    request: PlaceRequest,
    groups: list[Group],
    there: set[tuple[int, int]],
) -> dict:
    day = max(session.starts_on, request.starts_on)
    wishes = []
    for wish in request.wishes.all():
        group = fitting(groups, request.child, wish.facility_id, day)
        if group is not None and (request.child_id, group.pk) not in there:
            wishes.append({"group": group.pk, "facility": wish.facility.slug})
    return {
        "key": str(request.pk),
        "household": request.household_id,
        "weekdays": sorted(request.weekdays),
        "together": request.together,
        "situation": request.situation,
        "wishes": wishes,
    }


@transaction.atomic
def change_line(line_id: int, group_id: int | None, *, reason: str, by: User) -> AdmissionLine:
    """The commission decides otherwise than proposed, and says why.

    Raises SessionClosed, NoRoom, ValueError (no reason, or a group not of the request's wishes).
    """
    line = AdmissionLine.objects.select_related("session", "request").get(pk=line_id)
    session = locked(line.session_id)
    line.refresh_from_db(fields=["given", "state"])
    if not session.is_open:
        raise SessionClosed
    if not reason.strip():
        raise ValueError("a change needs its reason")
    inputs = session.rounds.get(number=1).inputs
    row = next(each for each in inputs["requests"] if each["key"] == str(line.request_id))
    if group_id is not None:
        if group_id not in {wish["group"] for wish in row["wishes"]}:
            raise ValueError("not one of the family's wishes")
        _check_room(session, line, group_id)
    line.given_id, line.points = group_id, points_at(inputs, row, group_id)
    line.reason, line.changed_by, line.changed_at = reason.strip(), by, now()
    line.save(update_fields=["given", "points", "reason", "changed_by", "changed_at"])
    return line


def left(session: AdmissionSession, *, without: int = 0) -> Counter:
    """Places that a session has left, by (group, weekday)."""
    free = Counter({(s.group_id, s.weekday): s.places for s in session.seats.all()})
    given = session.lines.exclude(given=None).exclude(pk=without)
    given = given.filter(state__in=[State.PROPOSED, *HOLDING])
    for group, weekdays in given.values_list("given", "request__weekdays"):
        free.subtract((group, day) for day in weekdays)
    return free


def _check_room(session: AdmissionSession, line: AdmissionLine, group_id: int) -> None:
    free = left(session, without=line.pk)
    full = [day for day in line.request.weekdays if free[group_id, day] < 1]
    if full:
        raise NoRoom(full)


@transaction.atomic
def close_session(session_id: int, *, by: User) -> bool:
    """Make the proposal the decision: places are kept, offers can go out. False: it was closed.

    Raises PlacesMoved when a place is no longer free; nothing is changed then.
    """
    session = locked(session_id)
    if not session.is_open:
        return False
    session.lines.filter(given=None).update(state=State.WAITING)
    keep_places(session, list(session.lines.exclude(given=None)))
    session.state, session.closed_by, session.closed_at = session.State.CLOSED, by, now()
    session.save(update_fields=["state", "closed_by", "closed_at"])
    return True


def keep_places(session: AdmissionSession, lines: list[AdmissionLine]) -> None:
    """Take each request out of the list and keep its place; a request that left it is gone.

    Requests first, then groups, both in one order everywhere: two sessions never wait for each
    other.
    """
    standing = []
    for line in sorted(lines, key=lambda each: each.request_id):
        listed = PlaceRequest.objects.listed().filter(pk=line.request_id)
        if listed.update(state=PlaceRequest.State.OFFERED):
            standing.append(line)
        else:
            line.state = State.GONE
            line.save(update_fields=["state"])
    for line in sorted(standing, key=lambda each: (each.given_id or 0, each.request_id)):
        _keep(session, line)


def _keep(session: AdmissionSession, line: AdmissionLine) -> None:
    request, group = line.request, line.given
    if group is None:
        raise ValueError(f"line {line.pk} gives no place to keep")
    enrolment = Enrolment(
        child_id=request.child_id,
        household_id=request.household_id,
        group=group,
        weekdays=request.weekdays,
        starts_on=max(session.starts_on, request.starts_on),
        ends_on=group.period.ends_on,
        case_reference=request.case_reference,
    )
    # A rank in the group's own list, from before the commission, is no longer needed.
    waited = Enrolment.objects.waiting().filter(child=request.child_id, group=group)
    waited.order_by().update(state=Enrolment.State.ENDED)
    try:
        capacity.take_place(group.pk, enrolment, Enrolment.State.KEPT)
    except capacity.NoPlaceLeft as full:
        raise PlacesMoved(group, full.days) from None
    line.enrolment, line.state = enrolment, State.TO_OFFER
    line.save(update_fields=["enrolment", "state", "given", "points", "round"])


def replay(found: AdmissionRound) -> bool:
    """Compute a round again from what was kept of it: whether it comes out the same."""
    return outcome_of(compute(found.inputs)) == found.outcome
