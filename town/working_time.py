"""The town's working time: which days and hours count when a delay is promised."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from town.models import Closure

PARIS = ZoneInfo("Europe/Paris")
# Monday to Friday; two spells a day. Seven hours make one working day.
SPELLS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 0)))
DAY = timedelta(hours=7)


@lru_cache(maxsize=8)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def closures_between(start: date, end: date, service_id: int | None = None) -> frozenset[date]:
    """Days on which the whole town or the given service is closed, both ends included."""
    closures = Closure.objects.filter(day__range=(start, end))
    rows = closures.values_list("day", "service_id")
    return frozenset(day for day, owner in rows if owner is None or owner == service_id)


def is_working_day(day: date, closures: frozenset[date] = frozenset()) -> bool:
    """Monday to Friday, neither a French public holiday nor a closure."""
    return day.weekday() < 5 and day not in _public_holidays(day.year) and day not in closures


def _spells(start: datetime, closures: frozenset[date]) -> Iterator[tuple[datetime, datetime]]:
    """Working spells from `start` on, the first one cut at `start`."""
    local = start.astimezone(PARIS)
    day = local.date()
    while True:
        if is_working_day(day, closures):
            for opens, closes in SPELLS:
                begin = datetime.combine(day, opens, PARIS)
                end = datetime.combine(day, closes, PARIS)
                if end > local:
                    yield max(begin, local), end
        day += timedelta(days=1)


def worked_between(
    start: datetime, end: datetime, closures: frozenset[date] = frozenset()
) -> timedelta:
    """Working time between two moments; zero when `end` is not after `start`."""
    total = timedelta()
    if end <= start:
        return total
    for begin, close in _spells(start, closures):
        if begin >= end:
            return total
        total += min(close, end) - begin
    return total


def after_working_time(
    start: datetime, duration: timedelta, closures: frozenset[date] = frozenset()
) -> datetime:
    """The moment at which `duration` of working time has passed since `start`."""
    left = duration
    for begin, close in _spells(start, closures):
        if close - begin >= left:
            return begin + left
        left -= close - begin
    raise AssertionError("spells never end")


def after_working_days(
    start: datetime, days: float, closures: frozenset[date] = frozenset()
) -> datetime:
    """The moment `days` working days (of seven hours) after `start`."""
    return after_working_time(start, DAY * days, closures)
