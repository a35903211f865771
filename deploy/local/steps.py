"""What has to be done between the servers' start and the portal's: one list, in order.

All the steps run in one process, for starting Django costs a second. To add a step, add a
line to the list.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """A management command, and what is said while it runs."""

    saying: str
    command: Sequence[str]


DEMO = (
    Step("Bringing the tables up to date", ("migrate", "--no-input")),
    Step("Collecting the static files", ("collectstatic", "--no-input")),
)

# Their output is shown once the web server answers, under the address.
DEMO_WELCOME: tuple[Step, ...] = ()


def main() -> int:
    """Run the demo's steps; the welcome goes to the file named by the only argument."""
    import django
    from django.core.management import CommandError

    django.setup()
    try:
        for step in DEMO:
            _run(step)
        welcome = "".join(_output(step) for step in DEMO_WELCOME)
    except CommandError as error:
        print(f"{step.command[0]}: {error}", file=sys.stderr)
        return 1
    Path(sys.argv[1]).write_text(welcome)
    return 0


def _run(step: Step) -> None:
    started = time.monotonic()
    print(step.saying, end="", flush=True)
    _output(step)
    print(f" ({time.monotonic() - started:.1f} s)", flush=True)


def _output(step: Step) -> str:
    from django.core.management import call_command

    output = StringIO()
    with redirect_stdout(output):
        call_command(*step.command, stdout=output, verbosity=0)
    return output.getvalue()


if __name__ == "__main__":
    sys.exit(main())
