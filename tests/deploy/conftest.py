"""A clone of a small project in a folder with a space and an accent, and its demo."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest

from deploy.local import places, processes

# Each process of the suite tries its own ports: two demos that start at once may want the same.
FIRST_PORT = 18600 + 50 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

HERE = Path(__file__).parent


@dataclass
class Clone:
    """A clone, with its data in a place of its own."""

    folder: Path
    data: Path
    runs: list[subprocess.Popen[str]] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a newcomer: none of the servers of the tests is in it."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.endswith("_URL") and name not in ("DJANGO_SETTINGS_MODULE", "SECRET_KEY")
        }
        return {**inherited, places.VARIABLE: str(self.data), "PORT": str(FIRST_PORT), **more}

    def demo(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start the demo command."""
        run = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.demo", *arguments],
            cwd=self.folder,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.runs.append(run)
        return run

    def processes(self) -> dict[int, str]:
        """The command lines of all that runs for this clone, by pid."""
        traces = (os.fsencode(self.folder), os.fsencode(self.data))
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                command = (place / "cmdline").read_bytes()
                folder = os.fsencode((place / "cwd").readlink())
            except OSError:
                continue
            if any(trace in command or folder.startswith(trace) for trace in traces):
                found[int(place.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        return found

    def left_behind(self) -> dict[int, str]:
        """What still runs when all should have ended (an ended server needs a moment)."""
        processes.until(lambda: not self.processes(), 5)
        return self.processes()


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    """A clone of the small project; whatever runs for it is ended after the test."""
    folder = tmp_path / "Été à part"
    shutil.copytree(HERE / "small_project", folder)
    shutil.copytree(HERE.parents[1] / "deploy", folder / "deploy")
    data = Path(tempfile.mkdtemp(prefix="demo-data-", dir="/var/tmp"))
    made = Clone(folder, data)
    yield made
    for run in made.runs:
        run.terminate()
        run.communicate(timeout=30)
    left = made.left_behind()
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left
    shutil.rmtree(data)


def read_until(run: subprocess.Popen[str], word: str) -> str:
    """What a command prints, until a line that holds a word."""
    lines = ""
    for line in run.stdout or ():
        lines += line
        if word in line:
            return lines
    raise AssertionError(f"never said {word!r}, but: {lines}")


def get(port: int, path: str) -> str:
    """The answer of a page."""
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode()
