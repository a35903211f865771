"""The school calendar of zone B: as published, and a plausible continuation."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from demo.town.calendar import SUMMER, first_year_on, school_holidays


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028, 2033])
def test_each_school_year_has_its_six_holidays_in_order_without_overlap(year):
    spans = school_holidays(year)
    assert len(spans) == 6 and spans[-1].label == SUMMER
    for before, after in pairwise(spans):
        assert before.first < before.resumes < after.first
    assert all(span.first.weekday() in {4, 5} for span in spans)
    assert first_year_on(spans[-1].last) == year
    assert first_year_on(spans[-1].last + timedelta(days=1)) == year + 1


def test_the_published_winter_holidays_of_zone_b_are_those_of_the_order():
    assert school_holidays(2026)[2].first == date(2027, 2, 20)
    assert school_holidays(2025)[2].first == date(2026, 2, 14)
