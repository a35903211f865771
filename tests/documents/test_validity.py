"""How long papers stay valid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.models import Document
from documents.validity import months_after, valid_until

RULES = {
    "address": [(date(2020, 1, 1), {"months": 12}), (date(2026, 9, 1), {"months": 3})],
    "insurance": [(date(2020, 1, 1), {"until": (8, 31), "renewed_from": (7, 1)})],
    "caf": [(date(2020, 1, 1), {"until": (1, 31)})],
}


@pytest.mark.parametrize(
    ("kind", "given_on", "until"),
    [
        ("address", date(2026, 8, 31), date(2027, 8, 31)),  # the rule before the change
        ("address", date(2026, 9, 1), date(2026, 12, 1)),  # the rule from its first day
        ("address", date(2026, 11, 30), date(2027, 2, 28)),
        ("address", date(2027, 11, 30), date(2028, 2, 29)),
        ("address", date(2019, 5, 1), None),  # no rule yet
        ("insurance", date(2026, 9, 1), date(2027, 8, 31)),
        ("insurance", date(2027, 6, 30), date(2027, 8, 31)),
        ("insurance", date(2027, 7, 1), date(2028, 8, 31)),
        ("insurance", date(2027, 8, 31), date(2028, 8, 31)),
        ("caf", date(2026, 11, 24), date(2027, 1, 31)),
        ("caf", date(2027, 1, 31), date(2027, 1, 31)),
        ("caf", date(2027, 2, 1), date(2028, 1, 31)),
        ("family_book", date(2026, 11, 24), None),
        ("unknown kind", date(2026, 11, 24), None),
    ],
)
def test_a_paper_is_valid_until(settings, kind, given_on, until):
    settings.DOCUMENT_VALIDITY = RULES
    assert valid_until(kind, given_on) == until


@given(kind=st.sampled_from(Document.Kind.values), day=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_with_the_towns_rules_a_paper_is_valid_the_day_it_is_given(kind, day):
    until = valid_until(kind, day)
    assert until is None or until >= day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_months_after_lands_in_that_month(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_the_rules_speak_of_kinds_that_exist(settings):
    assert set(settings.DOCUMENT_VALIDITY) <= set(Document.Kind.values)
