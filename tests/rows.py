"""The rows of the test database: taken away in a moment, or kept and put back for another test.

After a test that commits, Django empties every table, filled or not, and writes all permissions
anew: half a second each time. Here only the tables that hold something are emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

# What migrations and Django's signals wrote; no test changes it.
WRITTEN_ONCE = ("django_migrations", "django_content_type", "auth_permission")

Rows = dict[str, bytes]  # what each table held, as PostgreSQL copies it
_kept: dict[tuple[str, str], tuple[Any, Rows]] = {}


def empty_quickly() -> None:
    """Let the tests that commit end in this way."""
    TransactionTestCase._fixture_teardown = lambda case: empty()


def built_once(name: str, build: Callable[[], Any]) -> Any:
    """What `build` writes into an empty database, and its answer.

    It is called for the first test that asks; for the others the rows are put back.
    """
    if not _may_skip_triggers():
        return build()
    key = (connection.get_connection_params()["dbname"], name)
    if key not in _kept:
        _kept[key] = (build(), _taken())
    else:
        _put_back(_kept[key][1])
    return _kept[key][0]


def empty() -> None:
    """Take away all rows but those of the migrations."""
    if _may_skip_triggers():
        with _without_triggers():
            for table in _filled():
                _ask(f"DELETE FROM {table}")
    elif filled := _filled():
        with transaction.atomic():
            _ask("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked forbids it
            _ask(f"TRUNCATE {', '.join(filled)} CASCADE")
            _ask("SET CONSTRAINTS ALL DEFERRED")


def _taken() -> Rows:
    rows = {}
    for table in _filled():
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
            rows[table] = b"".join(copy)
    return rows


def _put_back(rows: Rows) -> None:
    with _without_triggers():
        for table, content in rows.items():
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(content)


def _filled() -> list[str]:
    question = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in _tables()
    )
    return [name for (name,) in _ask(question)]


@cache
def _tables() -> list[str]:
    names = _ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return [connection.ops.quote_name(name) for (name,) in names if name not in WRITTEN_ONCE]


@cache
def _may_skip_triggers() -> bool:
    """A database that was given may belong to an account that is not allowed to."""
    return _ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(True,)]


@contextmanager
def _without_triggers() -> Iterator[None]:
    """No foreign key is looked at, no history is written, and append-only tables give way."""
    with transaction.atomic():
        _ask("SET LOCAL session_replication_role = replica")
        yield
        _ask("SET LOCAL session_replication_role = origin")


def _ask(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
