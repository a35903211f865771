"""Building the demo town: from a seed, once, in any season."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from activities.capacity import free_by_day
from activities.models import Enrolment, Group
from cases.models import Case, CaseEvent
from demo.town.build import build_records, build_town
from demo.town.cases import build_cases
from demo.town.enrolments import LAST_PLACE
from demo.town.ground import Ground
from family.models import Child, Household, Tie
from town.working_time import PARIS

AUTUMN_DAY = datetime(2026, 11, 24, 16, 30, tzinfo=PARIS)


def picture() -> list:
    """What a visitor could tell apart between two towns."""
    return [
        list(User.objects.order_by("pk").values_list("username", "public_id", "email")),
        list(Household.objects.order_by("reference").values_list("name", "street", "public_id")),
        list(Child.objects.order_by("pk").values_list("first_name", "birth_date", "public_id")),
        list(Tie.objects.order_by("pk").values_list("link", "may_see", "may_decide", "pays")),
        list(Group.objects.order_by("pk").values_list("public_id", "places")),
        list(Enrolment.objects.order_by("pk").values_list("case_reference", "weekdays", "state")),
        list(Case.objects.order_by("reference").values_list("reference", "title", "submitted_at")),
        list(CaseEvent.objects.order_by("case__reference", "number").values_list("kind", "at")),
    ]


def built_and_taken_down(seed: int, build: Callable[[Ground], object]) -> list:
    with transaction.atomic():
        build(Ground(seed, AUTUMN_DAY, password="!"))
        seen = picture()
        transaction.set_rollback(True)
    return seen


def whole(ground: Ground) -> None:
    build_records(ground)
    build_cases(ground)


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_town():
    assert built_and_taken_down(1, whole) == built_and_taken_down(1, whole)


@pytest.mark.django_db
def test_another_seed_gives_another_town():
    first = built_and_taken_down(1, build_records)
    second = built_and_taken_down(2, build_records)
    assert all(one != other for one, other in zip(first[1:4], second[1:4], strict=True))


@pytest.mark.django_db
def test_loading_twice_builds_once(capsys):
    call_command("load_demo_town")
    before = picture()
    call_command("load_demo_town")
    assert "nothing to do" in capsys.readouterr().out
    assert picture() == before


@pytest.mark.django_db
@pytest.mark.parametrize("month", [4, 7])
def test_the_town_stands_in_any_season(month):
    ground = build_town(now=datetime(2028, month, 2, 10, 0, tzinfo=PARIS))
    assert ground.years[0].starts_on < ground.today <= ground.this_year.ends_on
    assert set(free_by_day(ground.groups[LAST_PLACE]).values()) == {1}
