"""Times and statements, measured so that two sides of one run can be compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection


@dataclass
class Spent:
    """What one part of the work took: milliseconds by round, statements of the last round."""

    times: list[float] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)

    @property
    def ms(self) -> float:
        """The median over the rounds."""
        return median(self.times)


@contextmanager
def taken(spent: Spent) -> Iterator[None]:
    """Add the time that the block takes."""
    begun = time.perf_counter()
    yield
    spent.times.append((time.perf_counter() - begun) * 1000)


@contextmanager
def statements(spent: Spent) -> Iterator[None]:
    """Note what the block sends to the database; BEGIN and COMMIT are not noted."""
    spent.statements = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        spent.statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
