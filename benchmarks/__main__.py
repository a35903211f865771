"""All the benchmarks, or those named: `python -m benchmarks [enrolment] [live] [inbox] [matching]`.

Starts its own PostgreSQL, Redis and store, and writes `results.json` and `results.md`.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from deploy.local import services
from deploy.local.messages import Trouble, complain

NAMES = ("enrolment", "live", "inbox", "matching")
OUTSIDE = {
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "SITE_URL": "http://localhost",
    "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
}


def main(asked: list[str]) -> int:
    """One after the other, on the same servers."""
    unknown = set(asked) - set(NAMES)
    if unknown:
        complain(f"No such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.")
        return 2
    try:
        with services.throwaway() as parts:
            os.environ.update({**parts.environment(), **OUTSIDE})
            _measure([name for name in NAMES if name in asked or not asked])
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    return 0


def _measure(names: list[str]) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)
    from benchmarks import results

    for name in names:
        print(f"{name}…", flush=True)
        results.keep(name, import_module(f"benchmarks.{name}").measure())
        print(results.told(name), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
