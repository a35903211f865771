"""A real browser on the real portal: uvicorn, a worker and the test database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, expect

from demo.sign_ins import PASSWORD
from demo.town.build import SEED, build_records
from demo.town.ground import Ground
from tests.rows import built_once
from tests.running_portal import RunningPortal

HERE = Path(__file__).parent
PATIENCE = 30_000.0  # milliseconds: a busy machine is slow, and only a fault waits that long
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser sees what is committed: its tests run outside of a transaction."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def portal(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPortal]:
    """The portal, running for these tests only: its worker would do the jobs of the others."""
    test_database = f"/{settings.DATABASES['default']['NAME']}"
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=test_database).geturl()
    environment = {"DATABASE_URL": url}
    running = RunningPortal(tmp_path_factory.mktemp("portal"), environment)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def new_context(browser: Browser, portal: RunningPortal) -> Iterator[Callable[..., BrowserContext]]:
    """Open one more private window; a page's script error or CSP violation fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def blame(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            faults.append(message.text)

    def make(**options: object) -> BrowserContext:
        wishes = {"base_url": portal.url, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
        context = browser.new_context(**{**wishes, **options})
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", blame)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not faults, f"the pages had faults: {faults}"


@pytest.fixture(autouse=True)
def forgotten_cache() -> Iterator[None]:
    """What one test leaves in the cache is not there for the next."""
    yield
    cache.clear()


@pytest.fixture
def town(transactional_db: None) -> None:
    """The demo town's people, offer and documents, without its requests."""
    now = timezone.localtime()
    ground = Ground(seed=SEED, now=now, password=make_password(PASSWORD))
    built_once("records", partial(build_records, ground))


@pytest.fixture
def whole_town(transactional_db: None) -> None:
    """The demo town with its requests, by the command that `make demo` gives."""
    built_once("town", partial(call_command, "load_demo_town", verbosity=0, stdout=StringIO()))
