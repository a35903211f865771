"""Chromium: which one to start and how, and how it lives beside Django and asyncio."""

from __future__ import annotations

import asyncio
import inspect
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from playwright._impl._sync_base import EventContextManager, EventInfo, SyncBase
from playwright.sync_api import Playwright, _generated, sync_playwright

# The one without windows is the lightest.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
)


def path() -> str:
    """The browser of this machine, or one clear line that ends the tests."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    pytest.exit(
        "No Chromium for the browser tests: install it (Debian: apt-get install chromium),"
        " or set CHROMIUM to its path.",
        returncode=3,
    )


@contextmanager
def playwright_beside_django() -> Iterator[Playwright]:
    """Playwright, with its event loop out of the tests' sight.

    Between two of its calls playwright leaves its loop marked as running in this thread:
    Django would refuse the database ("async context"), no message could be sent to the channel
    layer and no asynchronous test could run any more. So the mark is put on when one of its
    functions is called, and taken off when it returns.
    """
    manager = sync_playwright()
    playwright = manager.start()
    loop = asyncio.get_running_loop()
    for kind in (*_kinds(), EventInfo, EventContextManager):
        for name, member in list(vars(kind).items()):
            if inspect.isfunction(member):
                setattr(kind, name, _marking(loop, member))
            elif isinstance(member, property) and member.fget:
                setattr(kind, name, property(_marking(loop, member.fget)))
    asyncio._set_running_loop(None)
    yield playwright
    asyncio._set_running_loop(loop)
    manager.__exit__()
    asyncio._set_running_loop(None)


def _kinds() -> Iterator[type]:
    """The classes whose objects playwright hands out."""
    for kind in vars(_generated).values():
        if isinstance(kind, type) and issubclass(kind, SyncBase) and kind is not SyncBase:
            yield kind


def _marking(loop: asyncio.AbstractEventLoop, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def marked(*arguments: Any, **options: Any) -> Any:
        before = asyncio._get_running_loop()
        asyncio._set_running_loop(loop)
        try:
            return function(*arguments, **options)
        finally:
            asyncio._set_running_loop(before)

    return marked
