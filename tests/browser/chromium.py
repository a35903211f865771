"""Chromium: which one to start and how, and how it lives beside Django and asyncio."""

from __future__ import annotations

import asyncio
import os
import shutil
from weakref import WeakKeyDictionary

import greenlet
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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


def give_each_greenlet_its_own_loop() -> None:
    """Keep playwright's event loop out of the tests' sight.

    asyncio remembers one running loop a thread. Playwright runs its own in a greenlet that
    stays suspended while a test runs: Django would then refuse the database ("async context")
    and no asynchronous test could run any more. So the mark is put on and taken off whenever
    control passes from one greenlet to the other.
    """
    loops: WeakKeyDictionary[greenlet.greenlet, asyncio.AbstractEventLoop] = WeakKeyDictionary()

    def passing(event: str, greenlets: tuple[greenlet.greenlet, greenlet.greenlet]) -> None:
        if event in ("switch", "throw"):
            origin, target = greenlets
            if (running := asyncio._get_running_loop()) is not None:
                loops[origin] = running
            else:
                loops.pop(origin, None)
            asyncio._set_running_loop(loops.get(target))

    greenlet.settrace(passing)
