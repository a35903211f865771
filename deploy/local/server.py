"""What the servers have in common: a folder, a port, a log, a child process."""

from __future__ import annotations

import pwd
import signal
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.local import places
from deploy.local.messages import Trouble
from deploy.local.ports import Port
from deploy.local.processes import Child, spawn, stop_all, until
from deploy.local.run_folder import RunFolder

Checkpoint = Callable[[], None]
PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def no_checkpoint() -> None:
    """Nobody asks us to stop while we wait."""


class Server(ABC):
    """One real server, started as a child on a free port of this machine."""

    name: str  # of its folder and of its log
    variable: str  # the environment variable that gives one from elsewhere
    stop_signal: int = signal.SIGTERM
    account: pwd.struct_passwd | None = None

    def __init__(self, run: RunFolder, lasting: bool) -> None:
        self.run = run
        self.lasting = lasting
        self.folder = run.path / self.name
        self.log = run.path / f"{self.name}.log"
        self.port = Port()
        self.child: Child | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """The URL that settings read."""

    @abstractmethod
    def prepare(self) -> None:
        """Put in place what the server needs before its first start."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """The command that starts it in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it can be used now; may raise OSError while it cannot."""

    def environment(self) -> Mapping[str, str]:
        """The environment it is started in."""
        return {**PLAIN_ENVIRONMENT, "HOME": str(self.folder)}

    def start(self) -> None:
        """Start the process; `wait` tells when it can be used."""
        places.make_private(self.folder, self.account)
        self.prepare()
        self.launch(self.command())

    def launch(self, command: Sequence[str]) -> Child:
        """Start one program of this server, and write it on the run's list."""
        self.port.lend()
        self.child = spawn(
            self.name,
            command,
            log=self.log,
            env=self.environment(),
            cwd=self.folder,
            account=self.account,
            stop_signal=self.stop_signal,
        )
        self.run.remember(self.child)
        return self.child

    def wait(self, checkpoint: Checkpoint = no_checkpoint, seconds: float = 30) -> None:
        """Return once the server can be used."""

        def settled() -> bool:
            checkpoint()
            return self._answers() or self.child is None or not self.child.running()

        until(settled, seconds)
        if not self._answers():
            raise Trouble(f"{self.name} did not start: {last_words(self.log)}")

    def stop(self, grace: float = 12.0) -> None:
        """Stop it cleanly, or at once when it takes too long."""
        if self.child is not None:
            stop_all([self.child], grace)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.child is not None:
            self.child.kill()

    def _answers(self) -> bool:
        try:
            return self.answers()
        except OSError:
            return False


def last_words(log: Path, lines: int = 8) -> str:
    """The end of a log, on one line, for a message."""
    try:
        words = log.read_text(errors="replace").splitlines()[-lines:]
    except OSError:
        words = []
    return f"{' | '.join(word.strip() for word in words) or 'no message'} (log: {log})"
