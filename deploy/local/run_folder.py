"""A folder that one run owns: locked while it runs, with the list of the children it started.

When a run was killed outright, its lock is free again and its list remains: the next run
reads the list and ends those processes, each known by its pid and its start time.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from deploy.local import places
from deploy.local.processes import Child, Identity, until


class RunFolder:
    """The folder of one run, or of the successive runs of the demo."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None
        self._children = path / "children.json"
        self._about = path / "running.json"

    def claim(self) -> bool:
        """Take the folder for us until we end; False when another run has it."""
        places.make_passage(self.path, places.server_account(self.path / "postgres"))
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        """Let another run take the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def describe(self, **about: object) -> None:
        """Write down who runs here, for a second run to say."""
        _write(self._about, about)

    def description(self) -> dict[str, object]:
        """What the run that has the folder said of itself."""
        about = _read(self._about, {})
        return about if isinstance(about, dict) else {}

    def remember(self, child: Child) -> None:
        """Add a child to the list."""
        known = _read(self._children, [])
        known.append(
            {
                "name": child.name,
                "pid": child.identity.pid,
                "started": child.identity.started,
                "signal": int(child.stop_signal),
            }
        )
        _write(self._children, known)

    def end_orphans(self, grace: float = 10.0) -> list[str]:
        """End what a killed run left alive, and return the names of it."""
        orphans = [
            (entry["name"], Identity(entry["pid"], entry["started"]), entry["signal"])
            for entry in _read(self._children, [])
        ]
        alive = [orphan for orphan in orphans if orphan[1].alive()]
        for _, identity, number in alive:
            identity.send(number)
        until(lambda: not any(orphan[1].alive() for orphan in alive), grace)
        for _, identity, _number in alive:
            identity.send(signal.SIGKILL)
        self._children.unlink(missing_ok=True)
        return [name for name, _, _ in alive]

    def remove(self) -> None:
        """Delete the folder with all it holds."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.release()


def throwaway(private: Path) -> RunFolder:
    """A new, claimed folder for one run of the tests; sweeps those that killed runs left."""
    base = places.make_passage(private / "throwaway", places.server_account())
    for left in sorted(base.iterdir()):
        folder = RunFolder(left)
        with suppress(OSError):
            if folder.claim():
                folder.end_orphans()
                folder.remove()
    folder = RunFolder(Path(tempfile.mkdtemp(prefix="run-", dir=base)))
    folder.claim()
    return folder


def _read(path: Path, otherwise: Any) -> Any:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return otherwise


def _write(path: Path, content: object) -> None:
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(content, indent=1))
    new.replace(path)
