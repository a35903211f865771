"""The case's clock: working time kept apart per side, and the date the town promises.

The figures on the case row are a running total; `tally` finds them again from the events
alone, and a test holds the two equal (promise 14).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from cases.models import Case
from cases.sides import Side
from town.working_time import after_working_time, closures_between, worked_between

# The event that closes a case is called like the state it leaves behind.
ENDS = frozenset(Case.State.values) - {Case.State.DRAFT.value, Case.State.OPEN.value}


@dataclass(frozen=True)
class Turn:
    """From a moment on it was this side's turn."""

    at: datetime
    side: str


def tally(
    turns: Iterable[Turn], until: datetime, closures: frozenset[date] = frozenset()
) -> dict[str, timedelta]:
    """Working time spent on each side, from the turns of a case up to `until`."""
    spent = {side.value: timedelta() for side in Side}
    current: Turn | None = None
    for turn in [*turns, Turn(until, "")]:
        if current and current.side:
            seconds = whole_seconds(current.at, turn.at, closures)
            spent[current.side] += timedelta(seconds=seconds)
        current = turn
    return spent


def whole_seconds(start: datetime, end: datetime, closures: frozenset[date]) -> int:
    """What one turn adds to a side: the row and the recount cut it in the same way."""
    return int(worked_between(start, end, closures).total_seconds())


def turns_of(case: Case) -> list[Turn]:
    """The turns as the case's events tell them; from the event that ends it, nobody's."""
    told = case.events.filter(~Q(turn="") | Q(kind__in=ENDS)).order_by("number")
    return [Turn(at, turn) for at, turn in told.values_list("at", "turn")]


def closures_for(case: Case, at: datetime) -> frozenset[date]:
    """The service's closures that can matter to this case's dates."""
    start = (case.submitted_at or at).date()
    end, service = at.date() + timedelta(days=400), case.service_id
    what = ("closures", start, end, service)
    return case.once(what, lambda: closures_between(start, end, service))


def pass_turn(case: Case, side: str, at: datetime) -> None:
    """Give the turn to `side` ("" closes the case): add up the time, stop or restart the promise.

    Changes the object in hand; the caller holds the case's lock and saves it.
    """
    closures = closures_for(case, at)
    if case.turn and case.turn_since:
        field = f"{case.turn}_seconds"
        spent = whole_seconds(case.turn_since, at, closures)
        setattr(case, field, getattr(case, field) + spent)
    case.turn, case.turn_since = side, at
    if not side:
        case.closed_at = at
    case.due_at = promised(case, closures)


def promised(case: Case, closures: frozenset[date]) -> datetime | None:
    """By when the town answers: what is left of its time, from the moment it has the turn."""
    if case.turn != Side.TOWN or case.turn_since is None:
        return None
    left = timedelta(seconds=max(case.sla_seconds - case.town_seconds, 0))
    return after_working_time(case.turn_since, left, closures)
