"""Building the town once more: from the same seed the same; where one stands, nothing."""

from django.core.management import call_command
from django.db import transaction

from demo.town.build import build_town
from tests import rows
from tests.demo.conftest import AUTUMN_DAY
from tests.demo.picture import picture


def test_the_same_seed_gives_the_same_town(ground):
    first = picture()
    with transaction.atomic():
        rows.empty()
        build_town(now=AUTUMN_DAY)
        assert picture() == first
        transaction.set_rollback(True)


def test_loading_where_a_town_stands_builds_nothing(ground, capsys):
    before = picture()
    call_command("load_demo_town")
    assert "nothing to do" in capsys.readouterr().out
    assert picture() == before
