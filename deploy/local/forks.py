"""Programs of ours as copies of this process, which has loaded the portal already.

Each Python program would spend two seconds importing the same modules; a copy starts at once,
and shares the memory.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from deploy.local.processes import LINUX, Child, first_words

_PR_SET_NAME = 15


class Fork:
    """A copy of this process at work: what `Popen` is for a command."""

    def __init__(self, work: Callable[[], NoReturn]) -> None:
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            work()

    def poll(self) -> int | None:
        """How it ended, if it has."""
        return self._end(os.WNOHANG)

    def wait(self) -> int:
        """How it ended, once it has."""
        return self._end(0) or 0

    def send_signal(self, sig: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def _end(self, options: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, options)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def fork(
    name: str,
    work: Callable[[], int],
    *,
    log: Path | None = None,
    cwd: Path | None = None,
    let_go: Sequence[Callable[[], None]] = (),
) -> Child:
    """Have a copy of this process do some work; `let_go` closes what is ours alone.

    To be called from the main thread, before any other thread or connection exists.
    """
    words = first_words(signal.SIGTERM)

    def live() -> NoReturn:
        ending = 1
        try:
            words()
            os.setsid()
            for release in let_go:
                release()
            _settle(name, log, cwd)
            ending = _result_of(work)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ending)  # what stands above us on the stack is our parent's business

    return Child(name, Fork(live), signal.SIGTERM)


def run_module(command: Sequence[str]) -> Callable[[], int]:
    """The work that the command `python -m module words` would do."""
    _python, _m, module, *words = command

    def work() -> int:
        sys.argv = [module, *words]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0

    return work


def _settle(name: str, log: Path | None, cwd: Path | None) -> None:
    """Input from nowhere, output to the log, and the program's own name in lists of processes."""
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    if log is not None:
        output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    if cwd is not None:
        os.chdir(cwd)
    if LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode())


def _result_of(work: Callable[[], int]) -> int:
    try:
        return work()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
