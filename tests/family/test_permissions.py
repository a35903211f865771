"""Who may what of the family file: tables of situation × person × part → level."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from family import permissions
from family.models import Membership, Tie
from family.permissions import Level, reader_of
from tests.factories import town
from tests.factories.accounts import UserFactory
from tests.factories.family import (
    AdultFactory,
    ChildFactory,
    ContactFactory,
    HealthRecordFactory,
    HouseholdFactory,
    MembershipFactory,
    TieFactory,
    one_family,
    parent,
    separated_parents,
)

pytestmark = pytest.mark.django_db
NONE, OVERVIEW, READ, WRITE = Level
PARTS = ("household", "mother", "child", "health", "contact", "entourage")


def levels(user, *, household, mother, child, contact, through_case=False) -> dict[str, Level]:
    """What the person may do with each part of one family's file."""
    reader = reader_of(user, through_case=through_case)
    return {
        "household": reader.household(household),
        "mother": reader.an_adult(mother),
        "child": reader.child(child),
        "health": reader.health(child),
        "contact": reader.contact(contact),
        "entourage": reader.entourage(child, household),
    }


@pytest.fixture
def family():
    """A home with mother, child, contact; the people of the tables come in and out of it."""
    household, mother, (child,) = one_family()
    contact = ContactFactory(child=child, household=household)
    HealthRecordFactory(child=child)
    return {"household": household, "mother": mother, "child": child, "contact": contact}


REPRESENTATIVE, CO, MEMBER = Membership.Role
TIES = {
    "co-representative": {"link": Tie.Link.FATHER},
    "father elsewhere": {"link": Tie.Link.FATHER},
    "father by judgment at home": {"link": Tie.Link.FATHER, "by_judgment": True},
    "father by judgment elsewhere": {"link": Tie.Link.FATHER, "by_judgment": True},
    "foster family": {"foster": True},
    "step-parent": {"step": True},
    "grandparent who sees": {"link": Tie.Link.GRANDPARENT, "may_decide": False},
}
AT_HOME = {
    "co-representative": CO,
    "father by judgment at home": CO,
    "foster family": CO,
    "step-parent": MEMBER,
    "adult of the home without tie": MEMBER,
}
OTHERS = {
    "other household": lambda family: one_family()[1].user,
    "agent": lambda family: town.agent(),
    "supervisor": lambda family: town.supervisor(),
    "administrator": lambda family: UserFactory(administrator=True),
    "without family": lambda family: UserFactory(),
    "anonymous": lambda family: AnonymousUser(),
    "mother": lambda family: family["mother"].user,
    "closed account": lambda family: closed(family["mother"].user),
}


def closed(user):
    """The same person, whose account the town has closed."""
    user.is_active = False
    return user


def person(role: str, family: dict):
    """The user that a row of the table speaks of."""
    if role in OTHERS:
        return OTHERS[role](family)
    home = family["household"] if role in AT_HOME else HouseholdFactory()
    adult = parent(household=home, role=AT_HOME.get(role, REPRESENTATIVE))
    if role in TIES:
        TieFactory(adult=adult, child=family["child"], **TIES[role])
    return adult.user


#                                   household mother    child     health    contact   entourage
TABLE = {
    "mother":                       (WRITE,    WRITE,    WRITE,    WRITE,    WRITE,    WRITE),
    "co-representative":            (WRITE,    READ,     WRITE,    WRITE,    WRITE,    WRITE),
    "father elsewhere":             (OVERVIEW, OVERVIEW, WRITE,    WRITE,    OVERVIEW, NONE),
    "father by judgment at home":   (WRITE,    READ,     NONE,     NONE,     NONE,     NONE),
    "father by judgment elsewhere": (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
    "foster family":                (WRITE,    READ,     READ,     READ,     READ,     NONE),
    "step-parent":                  (READ,     READ,     NONE,     NONE,     NONE,     NONE),
    "adult of the home without tie": (READ,    READ,     OVERVIEW, NONE,     NONE,     NONE),
    "grandparent who sees":         (OVERVIEW, OVERVIEW, READ,     READ,     OVERVIEW, NONE),
    "other household":              (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
    "without family":               (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
    "agent":                        (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
    "supervisor":                   (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
    "administrator":                (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
    "anonymous":                    (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
    "closed account":               (NONE,     NONE,     NONE,     NONE,     NONE,     NONE),
}  # fmt: skip


@pytest.mark.parametrize("role", TABLE)
def test_each_person_has_the_level_of_the_table(family, role):
    found = levels(person(role, family), **family)
    assert found == dict(zip(PARTS, TABLE[role], strict=True))


def test_an_agent_reads_a_file_through_a_case_and_never_writes_it(family):
    found = levels(town.agent(), **family, through_case=True)
    assert found.pop("entourage") == NONE
    assert set(found.values()) == {READ}


def test_an_agent_who_is_also_a_parent_keeps_both_places(family):
    user = family["mother"].user
    town.StaffMembershipFactory(user=user)
    _home, _adult, (other,) = one_family()
    assert permissions.child_level(user, family["child"]) == WRITE
    assert permissions.child_level(user, other) == NONE


def test_separated_parents_see_the_child_and_not_each_others_home():
    (home_a, mother), (home_b, father), child = separated_parents()
    for user, own, other_home, other in (
        (mother.user, home_a, home_b, father),
        (father.user, home_b, home_a, mother),
    ):
        assert permissions.child_level(user, child) == WRITE
        assert permissions.household_level(user, own) == WRITE
        assert permissions.household_level(user, other_home) == OVERVIEW
        assert permissions.adult_level(user, other) == OVERVIEW


def test_each_parent_keeps_the_entourage_of_the_own_home():
    (home_a, mother), (_home_b, father), child = separated_parents()
    contact = ContactFactory(child=child, household=home_a)
    assert permissions.contact_level(mother.user, contact) == WRITE
    assert permissions.contact_level(father.user, contact) == OVERVIEW


def test_children_of_are_those_that_the_ties_let_see_or_decide():
    household, mother, (decided, seen, lost) = one_family(children=3)
    Tie.objects.filter(child=seen).update(may_decide=False)
    Tie.objects.filter(child=lost).update(may_see=False)
    user = mother.user
    assert set(permissions.children_of(user)) == {decided, seen}
    assert set(permissions.children_of(user, Level.WRITE)) == {decided}
    assert set(permissions.households_of(user)) == {household}
    assert not permissions.children_of(AnonymousUser()).exists()
    assert not permissions.households_of(AnonymousUser()).exists()


def test_a_right_to_decide_without_the_right_to_see_decides_nothing():
    _home, mother, (child,) = one_family()
    Tie.objects.update(may_see=False, may_decide=True)
    assert not permissions.children_of(mother.user, Level.WRITE).exists()
    assert permissions.child_level(mother.user, child) == NONE


@pytest.mark.parametrize("fetch", ["child_for", "household_for", "contact_for"])
def test_missing_and_forbidden_are_the_same_404(family, fetch):
    stranger = one_family()[1].user
    row = family[fetch.removesuffix("_for")]
    access = getattr(permissions, fetch)
    assert access(family["mother"].user, row.public_id) == row
    messages = []
    for public_id in (row.public_id, uuid.uuid4()):
        with pytest.raises(Http404) as refused:
            access(stranger, public_id)
        messages.append(str(refused.value))
    assert messages[0] == messages[1]


@pytest.mark.parametrize(
    ("role", "with_account", "email", "expected"),
    [
        (Membership.Role.CO_REPRESENTATIVE, False, "second@exemple.fr", True),
        (Membership.Role.CO_REPRESENTATIVE, False, "", False),
        (Membership.Role.CO_REPRESENTATIVE, True, "second@exemple.fr", False),
        (Membership.Role.MEMBER, False, "second@exemple.fr", False),
    ],
)
def test_a_representative_invites_the_co_representative_at_the_address_on_file(
    role, with_account, email, expected
):
    household, mother, _children = one_family()
    second = AdultFactory(email=email, with_account=with_account)
    MembershipFactory(household=household, adult=second, role=role)
    assert permissions.may_invite(mother.user, second) is expected
    assert permissions.may_invite(one_family()[1].user, second) is False


def test_the_other_parent_of_another_home_is_not_invited():
    _one, (_home, father), _child = separated_parents()
    father.user.delete()
    father.refresh_from_db()
    (_home_a, mother), _two, _child2 = separated_parents()
    assert permissions.may_invite(mother.user, father) is False


@pytest.mark.parametrize("children", [1, 3])
def test_reading_a_whole_family_takes_the_same_queries_whatever_its_size(
    django_assert_num_queries, children
):
    household, mother, kids = one_family(children=children)
    contacts = [ContactFactory(child=kid, household=household) for kid in kids]
    ChildFactory(homes=[household])
    user = mother.user
    with django_assert_num_queries(6):
        reader = reader_of(user)
        for contact in contacts:
            assert reader.contact(contact)
            assert reader.health(contact.child)
            assert reader.entourage(contact.child, household)
        assert reader.household(household)
        assert not reader.an_adult(AdultFactory.build(pk=0))
