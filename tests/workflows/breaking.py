"""Failures put into the middle of an act, and what the database holds before and after."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection

ROOMS = {
    "activities", "billing", "cases", "documents", "family", "town", "pghistory", "viewflow",
}  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


def contents() -> dict[str, str]:
    """A digest of each table of the town's records, in one query."""
    tables = {
        model._meta.db_table
        for label in ROOMS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    parts = (
        f"select '{table}', md5(string_agg(t::text, '|' order by t::text)) from {table} t"  # noqa: S608
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts))
        return dict(cursor.fetchall())


class Broken(Exception):
    """What a line raises that fails."""


class NthStatement:
    """The database is lost before the n-th statement."""

    def __init__(self, n: int) -> None:
        self.n, self.seen = n, 0

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        self.seen += 1
        if self.seen == self.n:
            raise OperationalError("lost")
        return execute(sql, params, many, context)

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Watch every statement of this thread."""
        with connection.execute_wrapper(self):
            yield


class NthLine:
    """The n-th distinct line of these folders fails, the first time that it runs."""

    def __init__(self, n: int, folders: tuple[str, ...]) -> None:
        self.n, self.lines = n, set()
        self.within = tuple(str(ROOT / folder) for folder in folders)

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Watch every line of this thread; an outer tracer is put back."""
        before = sys.gettrace()
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(before)

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Callable | None:
        return self._line if frame.f_code.co_filename.startswith(self.within) else None

    def _line(self, frame: FrameType, event: str, arg: Any) -> Callable | None:
        place = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and place not in self.lines:
            self.lines.add(place)
            if len(self.lines) == self.n:
                raise Broken(f"{place[0]}:{place[1]}")
        return self._line
