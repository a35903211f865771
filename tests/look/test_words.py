"""Dates, hours and money as French writes them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from look import words

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 11, 24), "mardi 24\u00a0novembre"),
        (dt.date(2026, 12, 1), "mardi 1er\u00a0décembre"),
        (dt.date(2027, 1, 4), "lundi 4\u00a0janvier 2027"),
    ],
)
def test_a_day_is_said_in_words(day: dt.date, said: str) -> None:
    assert words.day_in_words(day, TODAY) == said


def test_a_moment_is_said_in_the_time_of_the_town() -> None:
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert words.day_in_words(late, TODAY) == "mardi 24\u00a0novembre"
    assert words.hour_in_words(late) == "0\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (dt.time(16, 30), "16\u00a0h\u00a030"),
        (dt.time(8), "8\u00a0h"),
        (dt.time(9, 5), "9\u00a0h\u00a005"),
    ],
)
def test_an_hour_is_written_with_its_h(hour: dt.time, said: str) -> None:
    assert words.hour_in_words(hour) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, "en retard de 2 jours"),
        (-1, "en retard d’un jour"),
        (0, "aujourd’hui"),
        (1, "demain"),
        (3, "dans 3 jours"),
    ],
)
def test_a_due_day_is_said_by_its_distance(days: int, said: str) -> None:
    due = TODAY + dt.timedelta(days=days)
    assert words.due_in_words(due, TODAY) == said
    assert words.is_late(due, TODAY) == (days < 0)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("261.2"), "261,20\u00a0€"),
        (Decimal("1261.20"), "1\u00a0261,20\u00a0€"),
        (Decimal("-12.5"), "−12,50\u00a0€"),
        (0, "0,00\u00a0€"),
    ],
)
def test_money_has_its_cents_and_its_sign(amount: Decimal, written: str) -> None:
    assert words.euros(amount) == written


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Anne-Sophie Lévêque-d’Aubigné", "AL"), ("Zoé", "Z"), ("", "")],
)
def test_a_person_is_known_by_two_letters(name: str, letters: str) -> None:
    assert words.initials(name) == letters
