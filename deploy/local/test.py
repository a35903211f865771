"""The whole suite, or a part of it: `python -m deploy.local.test [what pytest understands]`.

The suite starts the servers itself (`tests/services_plugin.py`).
"""

from __future__ import annotations

import os
import sys

from deploy.local import places


def main() -> int:
    """Become pytest, so that it gets the signals itself."""
    os.chdir(places.clone_folder())
    part = sys.argv[1:]
    command = [sys.executable, "-m", "pytest", *(part or _everything())]
    os.execv(sys.executable, command)  # noqa: S606


def _everything() -> list[str]:
    # Each process has its own database and Redis. A Redis that is given has one message bus
    # for all its databases: then the tests run in one process.
    return [] if os.environ.get("REDIS_URL") else ["-n", "auto", "--dist", "loadgroup"]


if __name__ == "__main__":
    sys.exit(main())
