"""Bands by quotient: dated, never recomputed, the highest only after a warning."""

from datetime import date

import pytest

from billing.models import Tariff
from billing.quotient import (
    band_for,
    effective_from,
    highest_from,
    holds_until,
    quotient_on,
    warn,
)
from family.models import Household
from tests.factories.family import HouseholdFactory, QuotientFamilialFactory

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 24)


@pytest.fixture
def home() -> Household:
    return HouseholdFactory()


@pytest.fixture
def tariff() -> Tariff:
    """Under 500, from 500, from 1,000."""
    made = Tariff.objects.create(activity_kind="canteen", unit="meal", valid_from=date(2026, 9, 1))
    for floor, price in ((0, 120), (50000, 250), (100000, 410)):
        made.bands.create(from_cents=floor, price_cents=price)
    return made


def known(home: Household, value: int = 86400, month: date = date(2026, 9, 1)):
    return QuotientFamilialFactory(household=home, value_cents=value, month=month)


@pytest.mark.parametrize(
    ("value", "price"), [(0, 120), (49999, 120), (50000, 250), (99999, 250), (100000, 410)]
)
def test_the_band_is_that_of_the_quotient_in_force(home, tariff, value, price):
    quotient = known(home, value)
    found = band_for(home, NOVEMBER, tariff)
    assert (found.band.price_cents, found.quotient) == (price, quotient)
    assert not found.highest
    assert not found.to_warn


def test_the_latest_that_the_town_received_counts(home):
    known(home, 90000, date(2026, 3, 1))
    newer = known(home, 40000, date(2026, 10, 1))
    assert quotient_on(home, NOVEMBER) == newer
    assert quotient_on(home, date(2026, 9, 30)).value_cents == 90000


def test_what_was_never_known_pays_the_highest_and_is_to_be_warned(home, tariff):
    found = band_for(home, NOVEMBER, tariff)
    assert (found.band.price_cents, found.highest, found.to_warn) == (410, True, True)
    warn(home, applies_on=date(2026, 11, 1))
    assert not band_for(home, NOVEMBER, tariff).to_warn


def test_what_is_over_stands_until_the_family_was_warned(home, tariff):
    known(home)
    march = date(2027, 3, 15)
    found = band_for(home, march, tariff)
    assert (found.band.price_cents, found.to_warn) == (250, True)
    warn(home, applies_on=date(2027, 4, 1))
    assert band_for(home, march, tariff).band.price_cents == 250
    april = band_for(home, date(2027, 4, 1), tariff)
    assert (april.band.price_cents, april.highest, april.to_warn) == (410, True, False)


def test_an_old_warning_says_nothing_of_a_quotient_that_came_after(home, tariff):
    warn(home, applies_on=date(2026, 4, 1))
    known(home)
    assert band_for(home, date(2027, 3, 1), tariff).to_warn


def test_a_household_pays_by_its_own_quotient_alone(home, tariff):
    known(HouseholdFactory(), 10000)
    assert band_for(home, NOVEMBER, tariff).quotient is None


@pytest.mark.parametrize(
    ("month", "known_on", "last"),
    [
        (date(2026, 11, 1), date(2026, 11, 24), date(2027, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 9), date(2027, 1, 31)),
        (date(2027, 1, 1), date(2027, 1, 12), date(2027, 1, 31)),  # to be asked again in February
        (date(2027, 1, 1), date(2027, 2, 3), date(2028, 1, 31)),
        (date(2026, 12, 1), date(2027, 1, 12), date(2027, 1, 31)),
    ],
)
def test_a_quotient_ends_with_the_january_after_it(month, known_on, last):
    assert holds_until(month, known_on) == last


def test_a_proof_counts_from_the_first_of_its_month():
    assert effective_from(NOVEMBER) == date(2026, 11, 1)


def test_the_highest_band_never_comes_before_the_proof_ends(home):
    assert highest_from(home, NOVEMBER) == date(2026, 12, 1)
    known(home)
    assert highest_from(home, NOVEMBER) == date(2027, 2, 1)


def test_the_same_warning_twice_is_one(home):
    assert warn(home, applies_on=NOVEMBER) == warn(home, applies_on=NOVEMBER)
