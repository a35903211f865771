"""Which documents a family may open."""

import pytest
from django.contrib.auth.models import AnonymousUser

from documents.models import Document
from documents.permissions import household_may_open, open_to_household
from family.models import Membership, Tie
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.family import TieFactory, one_family, parent, separated_parents
from tests.factories.town import agent

pytestmark = pytest.mark.django_db

Role = Membership.Role


def test_the_representatives_open_the_households_papers():
    household, adult, _ = one_family()
    other = parent(household=household, role=Role.CO_REPRESENTATIVE)
    document = DocumentFactory(household=household)
    assert household_may_open(adult.user, document)
    assert household_may_open(other.user, document)


def test_the_other_parents_household_is_closed_even_for_the_common_child():
    (mothers, mother), (_, father), child = separated_parents()
    papers = [
        DocumentFactory(household=mothers),
        DocumentFactory(household=mothers, child=child, kind=Document.Kind.VACCINES),
    ]
    for paper in papers:
        assert household_may_open(mother.user, paper)
        assert not household_may_open(father.user, paper)
    assert not open_to_household(father.user).exists()


def test_a_childs_paper_needs_the_right_to_see_the_child():
    household, mother, [child] = one_family()
    partner = parent(household=household, role=Role.CO_REPRESENTATIVE)
    document = DocumentFactory(household=household, child=child)
    assert household_may_open(mother.user, document)
    assert not household_may_open(partner.user, document)
    tie = TieFactory(adult=partner, child=child, step=True)
    assert not household_may_open(partner.user, document)
    Tie.objects.filter(pk=tie.pk).update(may_see=True)
    assert household_may_open(partner.user, document)


def test_a_member_who_is_no_representative_opens_nothing():
    household, _, [child] = one_family()
    grandmother = parent(household=household, role=Role.MEMBER)
    TieFactory(adult=grandmother, child=child, link=Tie.Link.GRANDPARENT)
    assert not household_may_open(grandmother.user, DocumentFactory(household=household))
    paper = DocumentFactory(household=household, child=child)
    assert not household_may_open(grandmother.user, paper)


def test_who_leaves_the_household_leaves_its_papers_even_those_he_sent():
    household, adult, _ = one_family()
    document = DocumentFactory(household=household, uploaded_by=adult.user)
    assert household_may_open(adult.user, document)
    adult.memberships.all().delete()
    assert not household_may_open(adult.user, document)


def test_strangers_agents_administrators_and_closed_accounts_open_nothing():
    household, adult, _ = one_family()
    document = DocumentFactory(household=household)
    _, stranger, _ = one_family()
    adult.user.is_active = False
    for user in (
        AnonymousUser(),
        UserFactory(),
        UserFactory(administrator=True),
        agent(),
        stranger.user,
        adult.user,
    ):
        assert not household_may_open(user, document)


@pytest.mark.parametrize("state", [Document.State.QUARANTINE, Document.State.REFUSED])
def test_nobody_opens_what_was_not_checked(state):
    household, adult, _ = one_family()
    assert not household_may_open(adult.user, DocumentFactory(household=household, state=state))


def test_a_document_without_household_belongs_to_no_family():
    _, adult, _ = one_family()
    assert not household_may_open(adult.user, DocumentFactory(household=None))


def test_a_list_of_papers_takes_one_query(django_assert_num_queries):
    household, adult, [child] = one_family()
    DocumentFactory.create_batch(10, household=household, child=child)
    with django_assert_num_queries(1):
        assert len(open_to_household(adult.user)) == 10
