"""The tables made once for all the processes of the tests: each takes a copy of that database.

Walking the migrations takes twenty seconds of a core, a copy a part of one. It is made while the
processes are collecting the tests: `python -m tests.template_database NAME`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from deploy.local import places, processes

NAME = "TEMPLATE_DATABASE"  # the variable by which the processes know its name
SECONDS = 240.0


@contextmanager
def being_made() -> Iterator[None]:
    """Have it made meanwhile, and gone at the end."""
    name = os.environ[NAME] = f"template_of_tests_{os.getpid()}"
    _ask(f"CREATE DATABASE {_unfinished(name)}")
    maker = subprocess.Popen(
        [sys.executable, "-m", "tests.template_database", name],
        cwd=places.clone_folder(),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )
    try:
        yield
    finally:
        maker.terminate()
        maker.wait()
        _ask(f"DROP DATABASE IF EXISTS {name}", f"DROP DATABASE IF EXISTS {_unfinished(name)}")


def made() -> str | None:
    """Its name, once it is whole; None where the tests have one process."""
    name = os.environ.get(NAME)
    if name:
        processes.until(lambda: not _is_there(_unfinished(name)), SECONDS)
        assert _is_there(name), "The tables could not be made; their process said why."
    return name


def make(name: str) -> None:
    """Make it; it has its name only when it is whole, and none at all when that failed."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    try:
        django.setup()
        settings.DATABASES["default"]["NAME"] = _unfinished(name)
        settings.DATABASES["default"]["OPTIONS"].pop("pool", None)  # nobody may stay connected
        call_command("migrate", verbosity=0)
        connection.close()
    except BaseException:
        _ask(f"DROP DATABASE {_unfinished(name)} WITH (FORCE)")
        raise
    _ask(f"ALTER DATABASE {_unfinished(name)} RENAME TO {name}")


def _unfinished(name: str) -> str:
    return f"{name}_unfinished"


def _is_there(name: str) -> bool:
    return bool(_ask(f"SELECT FROM pg_database WHERE datname = '{name}'"))


def _ask(*statements: str) -> list[tuple]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description is not None else []


if __name__ == "__main__":
    make(sys.argv[1])
