"""The demo town's records: the same from the same seed, and with the families forms forget."""

from django.db.models import Count, Q

from accounts.models import User
from activities.capacity import free_by_day, taken_by_day
from activities.models import Enrolment, Group
from demo.sign_ins import PASSWORD, SIGN_INS
from demo.town.build import town_exists
from demo.town.enrolments import LAST_PLACE, full_groups
from family.models import Adult, Child, HealthRecord, Household, Residence, Tie
from town.models import Facility, Service


def test_every_ready_sign_in_opens_with_the_shared_password(ground):
    assert town_exists()
    users = {user.username: user for user in User.objects.all()}
    for sign_in in SIGN_INS:
        user = users[sign_in.username]
        assert user.check_password(PASSWORD)
        assert str(user) == sign_in.name


def test_the_town_has_the_facilities_of_a_town_of_this_size(ground):
    kinds = dict(Facility.objects.values_list("kind").annotate(n=Count("pk")).order_by())
    assert kinds == {"creche": 2, "early_house": 1, "school": 3, "leisure": 1, "youth": 1}
    assert Service.objects.filter(memberships=None).count() == 0
    assert 55 <= Household.objects.count() <= 66


def test_lea_lives_by_turns_with_two_parents_who_each_have_an_account(ground):
    lea = Child.objects.get(first_name="Léa", last_name="Morel")
    homes = lea.residences.filter(pattern=Residence.Pattern.ALTERNATING)
    assert {home.household.name for home in homes} == {"Martin-Dubois", "Morel"}
    rights = {tie.adult.user.username: tie for tie in lea.ties.select_related("adult__user")}
    assert rights["parent"].may_decide and rights["exparent"].may_decide
    assert rights["coparent"].may_see and not rights["coparent"].may_decide
    assert not Child.objects.get(first_name="Noé", last_name="Dubois").ties.filter(
        adult__user__username="exparent"
    )


AWKWARD = {
    "twins": lambda: (
        Child.objects.values("birth_date", "last_name").annotate(n=Count("pk")).filter(n=2)
    ),
    "a foster family": lambda: Tie.objects.filter(link=Tie.Link.FOSTER, has_authority=False),
    "a child with a PAI": lambda: HealthRecord.objects.filter(has_pai=True).exclude(allergies=""),
    "a parent without e-mail": lambda: Adult.objects.filter(email="", user=None),
    "a co-representative without account": lambda: Adult.objects.filter(
        memberships__role="co_representative", user=None
    ),
    "a single parent": lambda: Child.objects.annotate(n=Count("ties")).filter(n=1),
    "four children": lambda: Household.objects.annotate(n=Count("children")).filter(n=4),
    "a very long name": lambda: Adult.objects.filter(last_name__regex=".{70,}"),
    "a guardian grandparent": lambda: Tie.objects.filter(
        link=Tie.Link.GRANDPARENT, has_authority=True
    ),
    "rights withdrawn": lambda: Tie.objects.filter(
        link=Tie.Link.FATHER, has_authority=False, may_see=False, may_decide=False
    ),
    "an apostrophe": lambda: Adult.objects.filter(last_name__contains="’"),
    "a letter beyond Latin-1": lambda: Child.objects.filter(last_name__contains="Ł"),
    "a family from another town": lambda: Household.objects.exclude(postcode="60230"),
    "two mothers": lambda: Child.objects.annotate(
        n=Count("ties", filter=Q(ties__link=Tie.Link.MOTHER))
    ).filter(n=2),
    "an agent who is a parent": lambda: Adult.objects.filter(user__memberships__isnull=False),
    "visits only": lambda: Residence.objects.filter(pattern=Residence.Pattern.VISITS),
}


def test_the_families_that_forms_forget_are_all_there(ground):
    missing = [name for name, found in AWKWARD.items() if not found().exists()]
    assert missing == []


def test_no_group_holds_more_children_than_places_and_ages_fit(ground):
    groups = list(Group.objects.select_related("activity", "period"))
    taken = taken_by_day(groups)
    crowded = [group for group in groups if max(taken[group.pk].values(), default=0) > group.places]
    assert crowded == []
    for row in Enrolment.objects.select_related("child", "group__activity"):
        months = row.child.months_on(row.starts_on)
        assert row.group.activity.min_months <= months <= row.group.activity.max_months
        assert set(row.weekdays) <= set(row.group.weekdays)


def test_one_group_has_one_last_place_and_three_are_full(ground):
    assert set(free_by_day(ground.groups[LAST_PLACE]).values()) == {1}
    for key in full_groups(ground):
        assert set(free_by_day(ground.groups[key]).values()) == {0}
        assert ground.groups[key].places >= 3
