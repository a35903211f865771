"""The order of a group's waiting list: brothers and sisters received there first, then by date."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from activities.group_waiting import has_sibling_there, in_line, standing, waiting_rank
from activities.models import Enrolment
from tests.factories.activities import GroupFactory
from tests.factories.family import ChildFactory, HouseholdFactory

pytestmark = pytest.mark.django_db


def wait_for(group, household, *, days_ago: int, child=None) -> Enrolment:
    row = enrolled(group, household, child=child, state=Enrolment.State.WAITING)
    Enrolment.objects.filter(pk=row.pk).update(created_at=now() - timedelta(days=days_ago))
    row.refresh_from_db()
    return row


def enrolled(group, household, *, child=None, state=Enrolment.State.ACTIVE, **more) -> Enrolment:
    given = {"starts_on": group.period.starts_on, "ends_on": group.period.ends_on} | more
    return Enrolment.objects.create(
        child=child or ChildFactory(homes=[household]),
        household=household,
        group=group,
        weekdays=[1],
        state=state,
        **given,
    )


@pytest.fixture
def group():
    return GroupFactory()


def homes(count: int) -> list:
    return [HouseholdFactory() for _ in range(count)]


def test_without_brother_or_sister_the_first_to_ask_is_the_first_in_line(group):
    first, second, third = homes(3)
    late = wait_for(group, third, days_ago=1)
    early = wait_for(group, first, days_ago=9)
    middle = wait_for(group, second, days_ago=5)
    assert list(in_line(group.pk)) == [early, middle, late]
    assert [waiting_rank(row) for row in (early, middle, late)] == [1, 2, 3]


def test_a_brother_or_sister_at_the_same_place_comes_first_then_by_date(group):
    alone, two, three = homes(3)
    same_place = GroupFactory(activity__facility=group.activity.facility)
    enrolled(same_place, two)
    enrolled(same_place, three)
    early = wait_for(group, alone, days_ago=9)
    middle = wait_for(group, three, days_ago=5)
    late = wait_for(group, two, days_ago=1)
    assert list(in_line(group.pk)) == [middle, late, early]
    at = standing(late)
    assert (at.rank, at.count, at.sibling) == (2, 3, True)
    assert not standing(early).sibling


def test_what_is_elsewhere_over_awaited_or_the_child_s_own_gives_no_priority(group):
    home = HouseholdFactory()
    child = ChildFactory(homes=[home])
    place = group.activity.facility
    enrolled(GroupFactory(), home)
    over = localdate() - timedelta(days=1)
    enrolled(GroupFactory(activity__facility=place), home, ends_on=over)
    enrolled(GroupFactory(activity__facility=place), home, state=Enrolment.State.WAITING)
    enrolled(GroupFactory(activity__facility=place), home, child=child)
    enrolled(GroupFactory(activity__facility=place), HouseholdFactory())
    assert not standing(wait_for(group, home, days_ago=1, child=child)).sibling
    assert not has_sibling_there(child.pk, home.pk, place.pk, localdate())


def test_a_sister_who_lives_here_by_turns_counts_whichever_home_enrolled_her(group):
    here, there = homes(2)
    sister = ChildFactory(homes=[here, there])
    enrolled(GroupFactory(activity__facility=group.activity.facility), there, child=sister)
    assert standing(wait_for(group, here, days_ago=1)).sibling


def test_who_does_not_wait_has_no_rank(group):
    with pytest.raises(LookupError):
        standing(enrolled(group, HouseholdFactory()))
