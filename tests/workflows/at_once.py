"""Acts that start at the same moment, each on a database connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic
from typing import Any

from django.db import connection, transaction

PATIENCE = 10.0  # seconds: more than anything takes, on a busy machine too


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


def while_held(holding: Callable[[], Any], act: Callable[[], Any]) -> Any:
    """Run an act that meets the locks of `holding`, which commits once the act waits for them."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            holding()
            waiting = pool.submit(at_once, [act])
            _until_someone_waits()
        (result,) = waiting.result()
    return result


WAITING = """select count(*) from pg_stat_activity
             where wait_event_type = 'Lock' and datname = current_database()"""


def _until_someone_waits() -> None:
    until = monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while monotonic() < until:
            cursor.execute("select pg_stat_clear_snapshot()")  # else kept for the transaction
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited for a lock")


def raised(results: list[Any], kind: type[Exception]) -> list[Exception]:
    """The errors of this kind; any other error is a fault."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, kind) for error in errors), errors
    return errors
