"""A portal whose every part may be killed: its PostgreSQL and its Redis serve nobody else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from deploy.local import services
from deploy.local.services import Services
from tests.browser.conftest import new_context, town  # noqa: F401 -- fixtures
from tests.running_portal import RunningPortal

HERE = Path(__file__).parent
WHERE = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one process, outside of a transaction: the portal sees what is committed."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.xdist_group("faults"))


@pytest.fixture(scope="package")
def parts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Services]:
    """The servers of these tests; meanwhile the test's own database is theirs as well."""
    given = {name: os.environ[name] for name in ("S3_URL", "SECRET_KEY")}
    with services.throwaway(given) as own:
        kept = {name: connection.settings_dict[name] for name in WHERE}
        there = dj_database_url.parse(own.environment()["DATABASE_URL"])
        with django_db_blocker.unblock():
            connection.close()
            connection.settings_dict.update({name: there[name] for name in WHERE})
            call_command("migrate", verbosity=0)
        yield own
        with django_db_blocker.unblock():
            connection.close()
            connection.settings_dict.update(kept)


@pytest.fixture(scope="package")
def portal(parts: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """The portal on these servers."""
    running = RunningPortal(tmp_path_factory.mktemp("portal"), parts.environment())
    running.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def all_up_again(parts: Services, portal: RunningPortal) -> Iterator[None]:
    """A test that fails half-way leaves no part dead to the next."""
    yield
    for server in parts.ours:
        if server.child is None or not server.child.running():
            server.start()
            server.wait()
    portal.restart_what_is_dead()
    connection.close()
