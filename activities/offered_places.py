"""Places that a commission offers: accepted, turned down, passed on to the next in line."""

from collections import Counter

from django.db import transaction

from activities import capacity
from activities.admission.criteria import Situation
from activities.admission.snapshot import compute, outcome_of
from activities.models import AdmissionLine, AdmissionRound, AdmissionSession, PlaceRequest
from activities.sessions import HOLDING, State, inputs_of, keep_places, left, locked, points_at


def open_line(request: PlaceRequest) -> AdmissionLine | None:
    """The line by which a request is being offered a place."""
    states = [State.TO_OFFER, State.OFFERED]
    rows = request.lines.filter(state__in=states).select_related(
        "session", "given__activity__facility", "given__period", "enrolment"
    )
    return rows.order_by("-pk").first()


def announce(line: AdmissionLine) -> bool:
    """Note that the family is told. Under the case's lock; False when it was, or need not be."""
    return bool(
        AdmissionLine.objects.filter(pk=line.pk, state=State.TO_OFFER).update(state=State.OFFERED)
    )


def accept(request: PlaceRequest) -> None:
    """The family takes the place. Under the case's lock."""
    line = open_line(request)
    if line is None or line.enrolment_id is None:
        raise LookupError(f"request {request.pk} is offered no place")
    capacity.confirm_place(line.enrolment_id)
    _leave_list(request, PlaceRequest.State.PLACED)
    AdmissionLine.objects.filter(pk=line.pk).update(state=State.ACCEPTED)


def turn_down(request: PlaceRequest, *, expired: bool) -> int:
    """The family does not take it, or says nothing: it stays in the list or not, by the rule.

    Returns the session in which the place came back.
    """
    line = open_line(request)
    if line is None:
        raise LookupError(f"request {request.pk} is offered no place")
    stays = line.session.criteria.declined_stays and not expired
    _leave_list(request, PlaceRequest.State.LISTED if stays else PlaceRequest.State.CLOSED)
    _release(line, State.EXPIRED if expired else State.DECLINED)
    return line.session_id


def leave_list(request: PlaceRequest) -> int | None:
    """Withdrawn, or not confirmed: out of the list; a place kept for it is free again.

    Returns the session in which a place came back, if any.
    """
    _leave_list(request, PlaceRequest.State.CLOSED)
    line = open_line(request)
    if line is not None:
        _release(line, State.GONE)
    request.lines.filter(state=State.WAITING).update(state=State.GONE)
    return line.session_id if line else None


def _leave_list(request: PlaceRequest, state: str) -> None:
    PlaceRequest.objects.filter(pk=request.pk).update(state=state)
    request.state = state


def _release(line: AdmissionLine, state: str) -> None:
    if line.enrolment_id is not None:
        capacity.give_back(line.enrolment_id)
    AdmissionLine.objects.filter(pk=line.pk).update(state=state, to_pass_on=True)


def to_pass_on() -> list[int]:
    """Closed sessions in which a place came back that nobody was offered yet."""
    lines = AdmissionLine.objects.filter(to_pass_on=True)
    return list(lines.order_by("session").values_list("session", flat=True).distinct())


def to_announce() -> list[int]:
    """Lines whose family must still be told."""
    rows = AdmissionLine.objects.filter(state=State.TO_OFFER).order_by("pk")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def pass_places_on(session_id: int) -> int:
    """Offer the places that came back to the next in line; returns how many."""
    session = locked(session_id)
    back = list(session.lines.filter(to_pass_on=True).values_list("pk", flat=True))
    if not back or session.is_open:
        return 0
    waiting = list(
        session.lines.filter(state=State.WAITING, request__state=PlaceRequest.State.LISTED)
        .select_related("request__child")
        .prefetch_related("request__wishes__facility")
        .order_by("request_id")
    )
    session.lines.filter(pk__in=back).update(to_pass_on=False)
    inputs = inputs_of(session, _seats_left(session), [line.request for line in waiting])
    outcome = outcome_of(compute(inputs))
    rows = {row["key"]: row for row in inputs["requests"]}
    served = []
    for line in waiting:
        key = str(line.request_id)
        group = outcome["given"].get(key)
        if group is not None:
            line.given_id, line.points = group, points_at(inputs, rows[key], group)
            served.append(line)
    if not served:
        return 0
    number = session.rounds.count() + 1
    AdmissionRound.objects.create(session=session, number=number, inputs=inputs, outcome=outcome)
    for line in served:
        line.round = number
    keep_places(session, served)
    return len(served)


def _seats_left(session: AdmissionSession) -> dict[tuple[int, int], tuple[int, int]]:
    """What the session has left of each seat, and of its share, never more than is free today."""
    groups = {seat.group for seat in session.seats.select_related("group")}
    free = {group.pk: capacity.free_by_day(group) for group in groups}
    remaining, shares = left(session), _share_used(session)
    return {
        (seat.group_id, seat.weekday): (
            max(min(remaining[seat.group_id, seat.weekday], free[seat.group_id][seat.weekday]), 0),
            max(seat.reserved - shares[seat.group_id, seat.weekday], 0),
        )
        for seat in session.seats.all()
    }


def _share_used(session: AdmissionSession) -> Counter:
    used: Counter = Counter()
    lines = session.lines.filter(state__in=HOLDING).select_related("request")
    for line in lines:
        if Situation.of(line.request.situation).returns_to_work:
            used.update((line.given_id, day) for day in line.request.weekdays)
    return used
