"""What the two commands say: short lines of progress, and one clear line when they cannot go on."""

from __future__ import annotations

import contextlib
import sys


class Trouble(Exception):
    """Something a person has to change; its text is the one line that person reads."""


class StopRequested(Exception):
    """Somebody asked the command to stop while it was still getting ready."""


def say(line: str) -> None:
    """Print one line at once, even into a terminal that has just been closed."""
    with contextlib.suppress(OSError, ValueError):
        print(line, flush=True)


def complain(line: str) -> None:
    """Print one line on the error stream."""
    with contextlib.suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)
