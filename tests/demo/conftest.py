"""One demo town for the tests of a module, taken down after them."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction

from demo.town.build import build_town
from town.working_time import PARIS

AUTUMN_DAY = datetime(2026, 11, 24, 16, 30, tzinfo=PARIS)

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module's tests in one process: its town is built once."""
    for item in items:
        if HERE in item.path.parents and "town" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_town(now=AUTUMN_DAY)
        transaction.set_rollback(True)


@pytest.fixture
def ground(town, db):
    return town
