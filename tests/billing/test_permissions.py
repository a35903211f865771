"""A bank account and an income are read by nobody unless a rule says so."""

import pytest
from django.contrib.auth.models import AnonymousUser

from billing.permissions import Level, bank_level, income_level, section_level
from tests.factories.accounts import UserFactory
from tests.factories.family import one_family, parent, separated_parents
from tests.factories.town import agent, supervisor

pytestmark = pytest.mark.django_db


def test_a_family_reads_its_income_and_sees_its_account_masked():
    household, adult, _children = one_family()
    assert bank_level(adult.user, household) == Level.MASKED
    assert income_level(adult.user, household) == Level.WHOLE


def test_someone_of_the_home_who_does_not_answer_for_it_reads_nothing():
    household, _adult, _children = one_family()
    other = parent(household=household, role="member")
    assert bank_level(other.user, household) == Level.NONE
    assert income_level(other.user, household) == Level.NONE


def test_the_other_home_of_a_child_reads_nothing():
    (home, _mother), (_other, father), _child = separated_parents()
    assert bank_level(father.user, home) == income_level(father.user, home) == Level.NONE


@pytest.mark.parametrize("make", [agent, supervisor])
def test_staff_reads_for_its_task_alone(make):
    household, user = one_family()[0], make()
    for rule in (bank_level, income_level):
        assert rule(user, household) == Level.NONE
        assert rule(user, household, for_task=True) == Level.WHOLE


def test_whoever_is_nobody_reads_nothing():
    household, adult, _children = one_family()
    closed = UserFactory(closed=True)
    assert bank_level(AnonymousUser(), household, for_task=True) == Level.NONE
    assert income_level(closed, household, for_task=True) == Level.NONE
    assert income_level(UserFactory(administrator=True), household) == Level.NONE
    assert bank_level(adult.user, None) == Level.NONE


def test_a_section_of_another_room_is_not_opened_here():
    assert section_level(agent(), "health", one_family()[0], for_task=True) == Level.NONE
    assert section_level(agent(), "nonsense", one_family()[0], for_task=True) == Level.NONE
