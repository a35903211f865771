"""What of last year's enrolments can be had again, and what cannot, and why."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from activities.models import Enrolment
from activities.renewal import AGE, DAYS, GONE, SCHOOL, renewal
from activities.school_years import open_years, year_before
from tests.factories.activities import GroupFactory, PeriodFactory
from tests.factories.family import ChildFactory, HouseholdFactory
from tests.factories.school_year import canteen, evening, wednesdays, year_now, year_to_come
from tests.factories.town import FacilityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HouseholdFactory()


@pytest.fixture
def child(home):
    return ChildFactory(homes=[home])


def had(child, home, group, days=(1, 2), **more) -> Enrolment:
    given = {"state": "active", "ends_on": group.period.ends_on} | more
    return Enrolment.objects.create(
        child=child,
        household=home,
        group=group,
        weekdays=list(days),
        starts_on=group.period.starts_on,
        **given,
    )


def test_the_same_activity_and_days_go_on_in_the_next_year_s_group(home, child):
    now, then = year_now(), year_to_come()
    meals = canteen(now)
    had(child, home, meals, (1, 4))
    again = canteen(then, activity=meals.activity)
    found = renewal([child], home, now, then)
    assert [(k.child, k.group, k.weekdays, k.lost) for k in found.kept] == [
        (child, again, [1, 4], [])
    ]
    assert found.left_out == []


def test_days_that_are_no_more_are_lost_and_an_activity_without_any_is_left_out(home, child):
    now, then = year_now(), year_to_come()
    meals, after = canteen(now), evening(now)
    had(child, home, meals, (1, 4))
    had(child, home, after, (5,))
    canteen(then, activity=meals.activity, weekdays=[1, 2])
    evening(then, activity=after.activity, weekdays=[1, 2])
    found = renewal([child], home, now, then)
    assert [(k.weekdays, k.lost) for k in found.kept] == [([1], [4])]
    assert [(left.activity, left.why) for left in found.left_out] == [(after.activity, DAYS)]


def test_what_no_longer_fits_is_left_out_with_its_reason(home, child):
    now, then = year_now(), year_to_come()
    gone = wednesdays(now)
    young = canteen(now, activity__max_months=child.months_on(localdate()))
    school = evening(now, activity__pupils_only=True)
    for group in (gone, young, school):
        had(child, home, group, group.weekdays[:1])
    canteen(then, activity=young.activity)
    evening(then, activity=school.activity)
    child.school = FacilityFactory(name="Une autre école")
    found = renewal([child], home, now, then)
    whys = {left.activity: left.why for left in found.left_out}
    assert whys == {gone.activity: GONE, young.activity: AGE, school.activity: SCHOOL}
    assert found.kept == []


@pytest.mark.parametrize("state", ["active", "kept", "waiting"])
def test_where_the_child_stands_already_there_is_nothing_to_renew(home, child, state):
    now, then = year_now(), year_to_come()
    meals = canteen(now)
    had(child, home, meals)
    had(child, home, canteen(then, activity=meals.activity), state=state)
    found = renewal([child], home, now, then)
    assert (found.kept, found.left_out) == ([], [])


def test_what_was_ended_before_waited_for_or_had_by_another_home_is_not_taken_up(home, child):
    now, then = year_now(), year_to_come()
    meals, after, wed = canteen(now), evening(now), wednesdays(now)
    had(child, home, meals, state="ended", ends_on=localdate())
    had(child, home, after, state="waiting")
    had(child, HouseholdFactory(), wed, (3,))
    for group in (meals, after, wed):
        GroupFactory(activity=group.activity, period=then, weekdays=group.weekdays)
    found = renewal([child], home, now, then)
    assert (found.kept, found.left_out) == ([], [])


def test_a_year_that_is_over_is_renewed_all_the_same(home, child):
    now, then = year_now(), year_to_come()
    meals = canteen(now)
    had(child, home, meals, state="ended")
    canteen(then, activity=meals.activity)
    assert len(renewal([child], home, now, then).kept) == 1


def test_school_years_are_told_by_what_they_offer():
    now, then = year_now(), year_to_come()
    holiday = PeriodFactory(label="Vacances d’hiver")
    GroupFactory(period=holiday, activity__kind="holidays")
    canteen(now)
    canteen(then)
    assert list(open_years(localdate())) == [now, then]
    assert year_before(then) == now
    assert year_before(now) is None
    assert list(open_years(then.closes_on + timedelta(days=1))) == []
