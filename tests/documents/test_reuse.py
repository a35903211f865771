"""Never asked twice for what the town has."""

from datetime import date, timedelta

import pytest

from documents.models import Document
from documents.reuse import reusable
from tests.factories.documents import DocumentFactory
from tests.factories.family import ChildFactory, HouseholdFactory, separated_parents

pytestmark = pytest.mark.django_db

Kind = Document.Kind
DAY = date(2026, 11, 24)


@pytest.fixture
def household():
    return HouseholdFactory()


@pytest.fixture
def child(household):
    return ChildFactory(homes=[household])


def test_the_newest_valid_document_is_offered(household, child):
    DocumentFactory(household=household, valid_until=DAY)
    newest = DocumentFactory(household=household, valid_until=DAY)
    assert reusable(household, child, Kind.ADDRESS, DAY) == newest


def test_a_document_counts_on_its_last_day_and_no_longer(household, child):
    document = DocumentFactory(household=household, valid_until=DAY)
    assert reusable(household, child, Kind.ADDRESS, DAY) == document
    assert reusable(household, child, Kind.ADDRESS, DAY + timedelta(days=1)) is None


def test_a_document_without_end_counts(household, child):
    document = DocumentFactory(household=household, kind=Kind.FAMILY_BOOK, valid_until=None)
    assert reusable(household, child, Kind.FAMILY_BOOK, DAY) == document


@pytest.mark.parametrize("state", [Document.State.QUARANTINE, Document.State.REFUSED])
def test_only_a_checked_document_counts(household, child, state):
    DocumentFactory(household=household, state=state)
    assert reusable(household, child, Kind.ADDRESS, DAY) is None


def test_another_kind_does_not_stand_for_it(household, child):
    DocumentFactory(household=household, kind=Kind.IDENTITY)
    assert reusable(household, child, Kind.ADDRESS, DAY) is None


def test_the_other_parents_household_keeps_its_papers():
    (mothers, _), (fathers, _), child = separated_parents()
    DocumentFactory(household=mothers, child=child, kind=Kind.VACCINES)
    assert reusable(mothers, child, Kind.VACCINES, DAY)
    assert reusable(fathers, child, Kind.VACCINES, DAY) is None


@pytest.mark.parametrize("kind", [Kind.VACCINES, Kind.INSURANCE, Kind.PAI])
def test_one_childs_paper_never_stands_for_a_siblings(household, child, kind):
    sibling = ChildFactory(homes=[household])
    DocumentFactory(household=household, child=sibling, kind=kind)
    DocumentFactory(household=household, child=None, kind=kind)
    assert reusable(household, child, kind, DAY) is None
    assert reusable(household, None, kind, DAY) is None


def test_a_household_paper_given_for_one_child_serves_the_child_and_not_the_sibling(
    household, child
):
    sibling = ChildFactory(homes=[household])
    DocumentFactory(household=household, child=sibling, kind=Kind.JUDGMENT)
    assert reusable(household, child, Kind.JUDGMENT, DAY) is None
    shared = DocumentFactory(household=household, child=None, kind=Kind.JUDGMENT)
    assert reusable(household, child, Kind.JUDGMENT, DAY) == shared


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGEMENT, Kind.DECISION, Kind.OTHER])
def test_what_the_town_wrote_or_what_has_no_kind_replaces_nothing(household, child, kind):
    DocumentFactory(household=household, child=child, kind=kind)
    assert reusable(household, child, kind, DAY) is None


def test_it_takes_one_query(household, child, django_assert_num_queries):
    given = DocumentFactory.create_batch(5, household=household)
    with django_assert_num_queries(1):
        found = reusable(household, child, Kind.ADDRESS, DAY)
    assert found in given
