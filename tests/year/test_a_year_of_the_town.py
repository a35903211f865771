"""The town lives on a moved clock, with its accidents: in the end nothing is stuck, and whatever
was to happen once has happened once.

A few weeks in the suite; a whole year with `make test-long`. `YEAR_SEED` makes another town.
"""

import logging
import os
import sys
from time import monotonic

import pytest

from tests.year import reckoning
from tests.year.life import Year

LONG = "LONG" in os.environ
SEED = int(os.environ.get("YEAR_SEED", "2026"))


def shown(line: str) -> None:
    """Progress and figures, for who waits for the long form."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@pytest.fixture
def quiet():
    """The accidents are meant: their lines would hide the figures."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db(transaction=True)
def test_a_year_leaves_nothing_stuck_and_nothing_done_twice(
    quiet, time_machine, settings, monkeypatch
):
    settings.EMAIL_BACKEND = "tests.year.mailbox.YearMailbox"
    size = {"days": 365, "cases": int(os.environ.get("YEAR_CASES", "2500")), "families": 200} if LONG else {
        "days": 20, "cases": 70, "families": 24,
    }  # fmt: skip
    begun, year = monotonic(), Year(seed=SEED, clock=time_machine, tell=shown, **size)
    shown(f"YEAR_SEED={SEED} makes this town again")  # a failure shows it
    monkeypatch.setattr("celery.current_app.send_task", year.broker.send_task)
    monkeypatch.setattr("activities.sessions.randbelow", year.chance.randrange)
    year.live()
    reckoning.nothing_is_left_over(year)
    reckoning.every_case_holds(year)
    fired = reckoning.timers_fired_once(year)
    shown(reckoning.figures(year, fired, monotonic() - begun))
    assert fired["reminders"]
