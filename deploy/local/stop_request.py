"""The wish to stop: a first signal is noted and obeyed cleanly, a second one at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from deploy.local.messages import StopRequested

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# One wish may arrive twice: sent to our whole group, and passed on by make.
SAME_WISH = 1.0  # second


class StopRequest:
    """Whether somebody asked this command to stop."""

    def __init__(self, at_once: Callable[[], None]) -> None:
        self._since: float | None = None
        self._at_once = at_once

    @property
    def requested(self) -> bool:
        """Whether a first signal has come."""
        return self._since is not None

    def listen(self) -> None:
        """Receive the signals that ask to stop."""
        for number in SIGNALS:
            signal.signal(number, self._note)

    def check(self) -> None:
        """Break off what is being made ready if somebody asked to stop."""
        if self.requested:
            raise StopRequested

    def _note(self, number: int, _frame: object) -> None:
        if self._since is None:
            self._since = time.monotonic()
        elif time.monotonic() - self._since > SAME_WISH:
            self._at_once()
            os._exit(128 + number)
