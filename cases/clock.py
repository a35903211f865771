"""The case's clock: working time kept apart per side, and the date the town promises.

The figures on the case row are a running total; `tally` finds them again from the events
alone, and a test holds the two equal (promise 14).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.models import Case
from cases.sides import Side
from town.working_time import after_working_time, closures_between, worked_between


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
            spent[current.side] += _whole(worked_between(current.at, turn.at, closures))
        current = turn
    return spent


def _whole(spent: timedelta) -> timedelta:
    """Whole seconds, turn by turn: what the running totals hold."""
    return timedelta(seconds=int(spent.total_seconds()))


def turns_of(case: Case) -> list[Turn]:
    """The turns as the case's events tell them; the last one of a closed case is nobody's."""
    rows = case.events.exclude(turn="").values_list("at", "turn")
    turns = [Turn(at, side) for at, side in rows]
    return [*turns, Turn(case.closed_at, "")] if case.closed_at else turns


def closures_for(case: Case, at: datetime) -> frozenset[date]:
    """The service's closures that can matter to this case's dates."""
    start = (case.submitted_at or at).date()
    return closures_between(start, at.date() + timedelta(days=400), case.service_id)


def pass_turn(case: Case, side: str, at: datetime) -> None:
    """Give the turn to `side` ("" closes the case): add up the time, stop or restart the promise.

    Changes the object in hand; the caller holds the case's lock and saves it.
    """
    closures = closures_for(case, at)
    if case.turn and case.turn_since:
        spent = _whole(worked_between(case.turn_since, at, closures))
        field = f"{case.turn}_seconds"
        setattr(case, field, getattr(case, field) + int(spent.total_seconds()))
    case.turn, case.turn_since = side, at
    if not side:
        case.closed_at = at
    if side == Side.TOWN:
        left = timedelta(seconds=max(case.sla_seconds - case.town_seconds, 0))
        case.due_at = after_working_time(at, left, closures)
    else:
        case.due_at = None
