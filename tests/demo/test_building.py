"""Building the demo town: from a seed, in any season."""

from datetime import datetime

import pytest
from django.db import transaction

from activities.capacity import free_by_day
from demo.town.build import build_records, build_town
from demo.town.enrolments import LAST_PLACE
from demo.town.ground import Ground
from tests.demo.conftest import AUTUMN_DAY
from tests.demo.picture import picture
from town.working_time import PARIS


def records_of(seed: int) -> list:
    with transaction.atomic():
        build_records(Ground(seed, AUTUMN_DAY, password="!"))
        seen = picture()
        transaction.set_rollback(True)
    return seen


@pytest.mark.django_db
def test_another_seed_gives_another_town():
    first, second = records_of(1), records_of(2)
    assert all(one != other for one, other in zip(first[1:4], second[1:4], strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize("month", [4, 7])
def test_the_town_stands_in_any_season(month):
    ground = build_town(now=datetime(2028, month, 2, 10, 0, tzinfo=PARIS))
    assert ground.years[0].starts_on < ground.today <= ground.this_year.ends_on
    assert set(free_by_day(ground.groups[LAST_PLACE]).values()) == {1}
