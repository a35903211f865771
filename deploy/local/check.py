"""All the checks that need no test: one list, all run, the faults shown at the end.

`python -m deploy.local.check [names]`; the names are shown as they run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.local import places, services
from deploy.local.messages import Trouble, complain, say

# What a town would set.
EXAMPLE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "an-example-that-is-long-enough-and-has-many-different-characters-0123456789",
    "SEALING_KEYS": "YW4tZXhhbXBsZS10aGF0LXNlYWxzLW5vdGhpbmctMDE=",
    "TOWN_ICS": "FR32ZZZ456789",
    "TOWN_SIRET": "21600000000002",
    "API_PARTICULIER_URL": "https://:example-token@particulier.ville.example",
    "REDIS_URL": "redis://:password@redis.ville.example",
    "S3_URL": "https://example-key:example-secret@s3.ville.example/documents",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DEFAULT_FROM_EMAIL": "espace.familles@ville.example",
    "ALLOWED_HOSTS": "familles.ville.example",
    "SITE_URL": "https://familles.ville.example",
}


@dataclass(frozen=True)
class Check:
    """A command that ends with 0 when all is well."""

    name: str
    command: Sequence[str]
    asks_parts: bool = False


PYTHON = sys.executable
MANAGE = (PYTHON, "manage.py")
# Programs of the environment that are not Python: no line of theirs names an interpreter.
DJANGOFMT = str(Path(sys.prefix) / "bin" / "djangofmt")
IMPORTS = "from importlinter.cli import lint_imports_command as check; check()"

# The slowest first: they run two by two.
CHECKS = (
    Check("types", (PYTHON, "-m", "mypy")),
    Check("production", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), asks_parts=True),
    Check("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), asks_parts=True),
    Check("rooms", (PYTHON, "-c", IMPORTS)),
    Check("translations", (PYTHON, "-m", "deploy.catalogue", "check")),
    Check("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Check("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Check("templates", (DJANGOFMT, "--check", "--quiet", ".")),
)


def main() -> int:
    """Run the checks named on the command line, or all."""
    os.chdir(places.clone_folder())
    named = sys.argv[1:]
    chosen = [check for check in CHECKS if not named or check.name in named]
    try:
        with _parts(chosen) as parts, ThreadPoolExecutor(max_workers=2) as pool:
            environment = {**os.environ, **parts, **EXAMPLE}
            checked = pool.map(partial(_run, environment=environment), chosen)
            faults = [name for name, well in checked if not well]
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    if faults:
        complain(f"\nNot well: {', '.join(faults)}")
        return 1
    say(f"\n{len(chosen)} checks, all well")
    return 0


@contextmanager
def _parts(chosen: Sequence[Check]) -> Iterator[dict[str, str]]:
    """Only a database is asked for anything: Django looks whether the migrations fit it."""
    if not any(check.asks_parts for check in chosen):
        yield {"DATABASE_URL": "postgres://familles:password@postgres.ville.example/familles"}
        return
    database = os.environ.get("DATABASE_URL", "")
    with services.throwaway({**EXAMPLE, "DATABASE_URL": database}) as parts:
        yield parts.environment()


def _run(check: Check, environment: dict[str, str]) -> tuple[str, bool]:
    started = time.monotonic()
    run = subprocess.run(
        check.command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    well = run.returncode == 0
    say(f"{'well ' if well else 'FAULT'} {check.name} ({time.monotonic() - started:.1f} s)")
    if not well:
        say(f"{run.stdout}{run.stderr}".rstrip())
    return check.name, well


if __name__ == "__main__":
    sys.exit(main())
