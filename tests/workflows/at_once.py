"""Acts that start at the same moment, each on a database connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def at_once(acts: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run all acts together; what each returned, or the exception it raised, in their order."""
    acts = list(acts)
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def raised(results: list[Any], kind: type[Exception]) -> list[Exception]:
    """The errors of this kind; any other error is a fault."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, kind) for error in errors), errors
    return errors
