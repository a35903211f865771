"""The town's working time: what is promised can be measured, and the other way round."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from town import working_time
from town.working_time import (
    DAY,
    PARIS,
    SPELLS,
    after_working_days,
    after_working_time,
    is_working_day,
    worked_between,
    working_days_between,
)

YEAR = st.datetimes(datetime(2025, 12, 1), datetime(2027, 1, 31), timezones=st.just(PARIS))
CLOSURES = st.frozensets(st.dates(date(2025, 12, 1), date(2027, 2, 1)), max_size=20)
SHORT = st.timedeltas(timedelta(), timedelta(hours=7 * 30)).map(
    lambda time: timedelta(seconds=int(time.total_seconds()))
)


def walked(start: datetime, end: datetime, closures: frozenset[date]) -> timedelta:
    """The same time, found the slow way: spell by spell, in absolute time."""
    total, day = timedelta(), start.astimezone(PARIS).date()
    while day <= end.astimezone(PARIS).date():
        if is_working_day(day, closures):
            for opens, closes in SPELLS:
                begin = datetime.combine(day, opens, PARIS).astimezone(UTC)
                close = datetime.combine(day, closes, PARIS).astimezone(UTC)
                total += max(min(close, end) - max(begin, start), timedelta())
        day += timedelta(days=1)
    return total


@given(YEAR, YEAR, CLOSURES)
@settings(deadline=None)
def test_counting_days_finds_what_walking_through_them_finds(one, other, closures):
    start, end = sorted((one.astimezone(UTC), other.astimezone(UTC)))
    assert worked_between(start, end, closures) == walked(start, end, closures)


@given(YEAR, YEAR, YEAR, CLOSURES)
@settings(deadline=None)
def test_a_delay_cut_in_two_is_the_sum_of_its_parts(one, two, three, closures):
    start, middle, end = sorted(moment.astimezone(UTC) for moment in (one, two, three))
    parts = worked_between(start, middle, closures) + worked_between(middle, end, closures)
    assert worked_between(start, end, closures) == parts


@given(YEAR, SHORT, CLOSURES)
@settings(deadline=None)
def test_what_is_promised_is_what_is_measured(start, promised, closures):
    due = after_working_time(start, promised, closures)
    assert worked_between(start, due, closures) == promised


@given(YEAR, YEAR)
@settings(deadline=None)
def test_time_never_runs_backwards(one, other):
    start, end = sorted((one.astimezone(UTC), other.astimezone(UTC)))
    assert worked_between(end, start) == timedelta()
    assert worked_between(start, end) >= timedelta()


def test_nights_week_ends_holidays_and_closures_do_not_count():
    friday_evening = datetime(2026, 11, 27, 17, 0, tzinfo=PARIS)
    monday_morning = datetime(2026, 11, 30, 8, 30, tzinfo=PARIS)
    assert worked_between(friday_evening, monday_morning) == timedelta()
    christmas = datetime(2026, 12, 25, tzinfo=PARIS)
    assert worked_between(christmas, christmas + timedelta(days=1)) == timedelta()
    monday = datetime(2026, 11, 30, tzinfo=PARIS)
    closed = frozenset({monday.date()})
    assert worked_between(monday, monday + timedelta(days=1)) == DAY
    assert worked_between(monday, monday + timedelta(days=1), closed) == timedelta()


def test_a_change_of_hour_changes_no_working_day():
    for friday in (
        datetime(2026, 3, 27, 12, tzinfo=PARIS),
        datetime(2026, 10, 23, 12, tzinfo=PARIS),
    ):
        monday = after_working_time(friday, DAY)
        assert (monday - friday).days == 3
        assert (monday.hour, monday.minute) == (12, 0)


def test_ten_days_are_two_weeks_and_a_holiday_makes_them_longer():
    start = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
    assert after_working_days(start, 10) == start + timedelta(days=14)
    before_november_11 = datetime(2026, 11, 2, 10, 0, tzinfo=PARIS)
    assert after_working_days(before_november_11, 10) == before_november_11 + timedelta(days=15)


def test_the_days_of_a_year_are_counted_and_not_walked_through(monkeypatch):
    looked_at = []
    monkeypatch.setattr(
        working_time,
        "is_working_day",
        lambda day, closures=frozenset(): looked_at.append(day) or is_working_day(day, closures),
    )
    start = datetime(2026, 1, 1, 6, tzinfo=PARIS)
    assert working_days_between(date(2026, 1, 1), date(2027, 1, 1)) == 252
    assert worked_between(start, start + timedelta(days=365)) == DAY * 252
    assert len(looked_at) == 2
