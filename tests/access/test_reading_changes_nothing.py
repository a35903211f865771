"""Looking at a page changes nothing in the records: following links is always safe."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.access.table import DOORS
from tests.access.visits import IN, knock

WRITES = re.compile(r'\b(?:INSERT INTO|(?<!DO )UPDATE|DELETE FROM)\s+"?(?P<table>[a-z_]+)', re.I)
# Meant: who is signed in, how often somebody tried, and who read what (promise 6).
MEANT = re.compile(
    r"django_session|axes_\w+|accounts_throttle|documents_documentreading|family_sensitivereading"
)
# An agent who opens a case has read it, with or without scripts: the family sees how far.
READ_MARKS = {"desk:case": {"cases_readmark", "cases_wait"}}
READERS = ("anonymous", "parent", "agent", "supervisor")


@contextmanager
def writes() -> Iterator[list[str]]:
    """The tables written to meanwhile."""
    seen: list[str] = []

    def watch(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        seen.extend(match["table"] for match in WRITES.finditer(str(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door and door.get])
def test_a_page_that_is_read_writes_nothing(name, town, db):
    door = DOORS[name]
    for which in door.cases:
        address = reverse(name, args=door.args(town, getattr(town, which, None)))
        for role in READERS:
            with writes() as seen:
                knock(town.sessions[role], "GET", address)
            changed = {table for table in seen if not MEANT.fullmatch(table)}
            assert changed <= READ_MARKS.get(name, set()), f"{role} at {address}"


def test_the_watch_sees_what_is_written(town, db):
    address = reverse("portal:withdraw", args=[town.case.reference])
    with writes() as seen:
        assert knock(town.sessions["parent"], "POST", address) == IN
    assert {"cases_case", "cases_caseevent", "cases_wait"} <= set(seen)
