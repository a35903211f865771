"""The town's working time: which days and hours count when a delay is promised."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from town.models import Closure

PARIS = ZoneInfo("Europe/Paris")
# Monday to Friday; two spells a day. Seven hours make one working day.
SPELLS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 0)))
DAY = timedelta(hours=7)
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def public_holidays(year: int) -> dict[date, str]:
    """The public holidays of a year with their names, in order."""
    named = holidays.country_holidays("FR", years=year, language="fr")
    return dict(sorted(named.items()))


def closures_between(start: date, end: date, service_id: int | None = None) -> frozenset[date]:
    """Days on which the whole town or the given service is closed, both ends included."""
    closures = Closure.objects.filter(day__range=(start, end))
    rows = closures.values_list("day", "service_id")
    return frozenset(day for day, owner in rows if owner is None or owner == service_id)


def closures_by_service(
    start: date, end: date, services: Iterable[int]
) -> dict[int, frozenset[date]]:
    """The same for several services, in one query."""
    rows = list(Closure.objects.filter(day__range=(start, end)).values_list("day", "service_id"))
    return {
        service: frozenset(day for day, owner in rows if owner in (None, service))
        for service in services
    }


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
        day += ONE_DAY


def worked_between(
    start: datetime, end: datetime, closures: frozenset[date] = frozenset()
) -> timedelta:
    """Working time between two moments; zero when `end` is not after `start`."""
    if end <= start:
        return timedelta()
    first, last = start.astimezone(PARIS).date(), end.astimezone(PARIS).date()
    if first == last:
        return _worked_within(first, start, end, closures)
    days = working_days_between(first + ONE_DAY, last, closures)
    head = _worked_within(first, start, None, closures)
    return head + DAY * days + _worked_within(last, None, end, closures)


def working_days_between(first: date, last: date, closures: frozenset[date] = frozenset()) -> int:
    """How many working days from `first` on, before `last`: counted, not walked through."""
    span = (last - first).days
    if span <= 0:
        return 0
    weeks, rest = divmod(span, 7)
    days = weeks * 5 + sum((first.weekday() + n) % 7 < 5 for n in range(rest))
    years = range(first.year, last.year + 1)
    off = closures.union(*(_public_holidays(year) for year in years))
    return days - sum(first <= day < last and day.weekday() < 5 for day in off)


def _worked_within(
    day: date, start: datetime | None, end: datetime | None, closures: frozenset[date]
) -> timedelta:
    """Working time of one day, from `start` if given, up to `end` if given."""
    total = timedelta()
    if not is_working_day(day, closures):
        return total
    for opens, closes in SPELLS:
        begin, close = datetime.combine(day, opens, PARIS), datetime.combine(day, closes, PARIS)
        spent = min(close, end or close) - max(begin, start or begin)
        total += max(spent, timedelta())
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
