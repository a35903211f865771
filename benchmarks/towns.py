"""Towns of several sizes, each a database of its own, copied from one that is migrated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import psycopg

from deploy.local import places


def of_size(name: str, *, families: int, cases: int, open_tasks: int) -> str:
    """The address of a database with a town that large; built unless it stands."""
    address = urlsplit(os.environ["DATABASE_URL"])
    town = address._replace(path=f"/{name}").geturl()
    with psycopg.connect(address.geturl(), autocommit=True) as link:
        known = link.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            link.execute(f'CREATE DATABASE "{name}"')
    if known is None:
        sizes = ["--families", families, "--cases", cases, "--open-tasks", open_tasks]
        run(town, "manage.py", "migrate", "-v0", "--run-syncdb")
        run(town, "manage.py", "generate_town", *map(str, sizes))
        with psycopg.connect(town, autocommit=True) as link:
            link.execute("VACUUM ANALYZE")
    return town


def ask(town: str, module: str) -> dict[str, Any]:
    """What a module of ours finds in a town."""
    answer = run(town, "-m", module)
    return json.loads(answer.splitlines()[-1])


def run(town: str, *command: str) -> str:
    """Run Python on a town's database."""
    return subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "DATABASE_URL": town},
        cwd=places.clone_folder(),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
