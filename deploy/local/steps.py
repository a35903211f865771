"""What has to be done between the servers' start and the portal's: one list, in order.

All the steps run in one process. To add a step, add a line to the list.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path

from deploy.local import static_files, tables


def command(*words: str) -> str:
    """Run a management command, and return what it says."""
    from django.core.management import call_command

    output = StringIO()
    with redirect_stdout(output):
        call_command(*words, stdout=output)
    return output.getvalue()


# What is said while a step runs, and the step.
STEPS: list[tuple[str, Callable[[], object]]] = [
    ("Bringing the tables up to date", tables.bring_up_to_date),
    ("Collecting the static files", static_files.collect),
    ("Peopling the demo town", partial(command, "load_demo_town")),
]

# What it says is shown once the web server answers, under the address.
WELCOME = partial(command, "demo_sign_ins")


def take(welcome: Path) -> int:
    """Take the steps; the welcome goes to the file `welcome`. Django is set up already."""
    from django.core.management import CommandError

    try:
        for saying, step in STEPS:
            started = time.monotonic()
            print(saying, end="", flush=True)
            step()
            print(f" ({time.monotonic() - started:.1f} s)", flush=True)
        welcome.write_text(WELCOME())
    except CommandError as error:
        print(f": {error}", flush=True)
        return 1
    return 0
