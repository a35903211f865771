"""One demo town for these tests: built once, put back for each module, taken down after it."""

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction

from demo.town.build import build_town
from tests.rows import built_once
from town.working_time import PARIS

AUTUMN_DAY = datetime(2026, 11, 24, 16, 30, tzinfo=PARIS)

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one process: the town is built once."""
    for item in items:
        if HERE in item.path.parents and "town" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("town"))


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield built_once("autumn", partial(build_town, now=AUTUMN_DAY))
        transaction.set_rollback(True)


@pytest.fixture
def ground(town, db):
    return town
