"""What a child eats, from the day of the change on."""

from datetime import date, timedelta

import pytest

from family.diets import change_to_come, diets_on, set_diet
from family.history import kept_states
from family.models import DietChange, HealthRecord
from tests.factories.accounts import UserFactory
from tests.factories.family import ChildFactory, HealthRecordFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
TOMORROW = TODAY + timedelta(days=1)
Diet = HealthRecord.Diet


def eats(child, day: date) -> str:
    return diets_on(day, [child.pk])[child.pk]


def test_a_change_counts_from_its_day_on_and_the_days_before_stay():
    record = HealthRecordFactory(diet=Diet.NO_PORK)
    child = record.child
    assert set_diet(user=None, child=child, diet=Diet.VEGETARIAN, starts_on=TOMORROW)
    assert eats(child, TODAY) == Diet.NO_PORK
    assert eats(child, TODAY - timedelta(days=400)) == Diet.NO_PORK
    assert eats(child, TOMORROW) == Diet.VEGETARIAN
    assert change_to_come(child, TODAY).diet == Diet.VEGETARIAN
    assert change_to_come(child, TOMORROW) is None
    record.refresh_from_db()
    assert record.diet == Diet.VEGETARIAN


def test_changing_ones_mind_the_same_day_leaves_the_last_word():
    child = HealthRecordFactory().child
    for diet in (Diet.GLUTEN_FREE, Diet.STANDARD, Diet.NO_PORK):
        set_diet(user=None, child=child, diet=diet, starts_on=TOMORROW)
    assert eats(child, TODAY) == Diet.STANDARD
    assert eats(child, TOMORROW) == Diet.NO_PORK
    assert child.diet_changes.filter(starts_on=TOMORROW).count() == 1


def test_the_same_diet_changes_nothing():
    child = HealthRecordFactory(diet=Diet.NO_PORK).child
    assert not set_diet(user=None, child=child, diet=Diet.NO_PORK, starts_on=TOMORROW)
    assert not DietChange.objects.exists()


def test_a_child_of_whom_nothing_is_known_eats_what_all_eat():
    child = ChildFactory()
    assert eats(child, TODAY) == Diet.STANDARD
    set_diet(user=None, child=child, diet=Diet.VEGETARIAN, starts_on=TOMORROW)
    assert HealthRecord.objects.get(child=child).emergency_care_allowed is False


def test_who_changed_it_is_kept():
    child, user = HealthRecordFactory().child, UserFactory()
    set_diet(user=user, child=child, diet=Diet.NO_PORK, starts_on=TOMORROW, case="7F3K-9QZP")
    state = kept_states(DietChange).filter(diet=Diet.NO_PORK).get()
    assert state.pgh_context.metadata["user"] == user.pk
    assert state.pgh_context.metadata["case"] == "7F3K-9QZP"


def test_a_whole_canteen_is_read_in_two_queries(django_assert_num_queries):
    children = [HealthRecordFactory(diet=Diet.NO_PORK).child for _n in range(5)]
    for child in children:
        set_diet(user=None, child=child, diet=Diet.STANDARD, starts_on=TOMORROW)
    with django_assert_num_queries(2):
        found = diets_on(TOMORROW, [child.pk for child in children])
    assert set(found.values()) == {Diet.STANDARD}
