"""What all the tests share. The servers are started by `services_plugin`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import rows, template_database
from tests.browser import chromium

rows.empty_quickly()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Each thread opens its own connection: a pool would miss those of ended threads.

    The database is a copy of the one that is made for all processes, where there are several.
    """
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.settings_dict["TEST"]["TEMPLATE"] = template_database.made()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; at the end, the connections that ended threads left are closed."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests of this process, wherever they stand: playwright's loop is one."""
    executable = chromium.path()
    with chromium.playwright_beside_django() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=chromium.FLAGS)
        yield started
        started.close()
