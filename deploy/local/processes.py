"""Children that never outlive us, and a way to know a process again: its pid and start time.

A pid alone is not enough: the system gives it to somebody else once the process has ended.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

LINUX = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


@dataclass(frozen=True)
class Identity:
    """A process that cannot be taken for another one: its pid, and when it started."""

    pid: int
    started: str

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return started_at(self.pid) == self.started

    def send(self, number: int) -> None:
        """Send a signal to this very process, to nobody if it has ended."""
        if self.alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def started_at(pid: int) -> str | None:
    """When the process with this pid started, or None when none runs under it."""
    if LINUX:
        try:
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return None
        if fields[0] in (b"Z", b"X"):
            return None
        return f"{_boot()}:{fields[19].decode()}"
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    # In the same words whoever asks: settings loaded meanwhile may have changed our time zone.
    plain = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
    return answer.stdout.strip() or None


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


class Process(Protocol):
    """What we ask of a started process: a command's (`Popen`) or a copy of ours (`forks.Fork`)."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self) -> int: ...
    def send_signal(self, sig: int) -> None: ...


class Child:
    """One process that we started, alone in its own session."""

    def __init__(self, name: str, process: Process, stop_signal: int) -> None:
        self.name = name
        self.process = process
        self.stop_signal = stop_signal
        self.identity = Identity(process.pid, started_at(process.pid) or "")

    def running(self) -> bool:
        """Whether it still runs.

        One that has ended stays ours until `kill`: its number is given to nobody meanwhile.
        """
        if self.process.returncode is not None:
            return False
        if not hasattr(os, "waitid"):
            return self.process.poll() is None
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None

    def ask_to_stop(self) -> None:
        """Ask it to finish, the way it understands."""
        if self.running():
            self.process.send_signal(self.stop_signal)

    def kill(self) -> None:
        """End it at once, with whatever it started that still is in its group."""
        if self.process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def spawn(
    name: str,
    command: Sequence[str],
    *,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    account: pwd.struct_passwd | None = None,
    stop_signal: int = signal.SIGTERM,
) -> Child:
    """Start a program in a session of its own; on Linux it is told to stop when we die.

    Call it from the main thread: Linux tells the child when the *thread* that made it ends.
    """
    user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    output = log.open("ab") if log else None
    try:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=first_words(stop_signal),  # noqa: PLW1509 -- runs after the change of user
            **user,  # type: ignore[call-overload]
        )
    finally:
        if output:
            output.close()
    return Child(name, process, stop_signal)


def stop_when_parent_dies(number: int = signal.SIGTERM) -> None:
    """On Linux, have this process receive a signal when the one that started it ends."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(number))


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for something that comes about by itself; False when it has not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def stop_all(children: Sequence[Child], grace: float = 12.0) -> list[str]:
    """Ask all to stop, wait, kill what is left; the names of those that had to be killed."""
    for child in children:
        child.ask_to_stop()
    until(lambda: not any(child.running() for child in children), grace)
    late = [child.name for child in children if child.running()]
    for child in children:
        child.kill()
    return late


def first_words(stop_signal: int) -> Callable[[], None]:
    """What a child does first, in its own process: it asks to be told of our end."""
    parent = os.getpid()

    def before_work() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)  # ours may be ignored: started with nohup or &
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(stop_signal))
            if os.getppid() != parent:  # it died before we could ask to be told
                os._exit(1)

    return before_work
