"""An S3-compatible store as a child process: rclone, whose objects are plain files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy.local import places
from deploy.local.messages import Trouble
from deploy.local.ports import HOST
from deploy.local.run_folder import RunFolder
from deploy.local.server import Server

BUCKET = "documents"
OLDEST = (1, 68)


class ObjectStore(Server):
    """The document store of one run."""

    name = "store"
    variable = "S3_URL"

    def __init__(self, run: RunFolder, lasting: bool, key: str, secret: str) -> None:
        super().__init__(run, lasting)
        self.key = key
        self.secret = secret
        self.objects = self.folder / "objects"
        self.program = find()

    @property
    def url(self) -> str:
        """The URL that settings read."""
        return f"http://{self.key}:{self.secret}@{HOST}:{self.port.number}/{BUCKET}"

    def prepare(self) -> None:
        """Make the bucket: rclone takes folders for buckets."""
        places.make_private(self.objects)
        self.make_bucket(BUCKET)

    def make_bucket(self, name: str) -> None:
        """Make one more bucket."""
        places.make_private(self.objects / name)

    def command(self) -> Sequence[str]:
        """The command that starts it in the foreground."""
        address = f"{HOST}:{self.port.number}"
        return [
            *(self.program, "serve", "s3", "--config", "/dev/null", "--addr", address),
            *("--cache-dir", str(self.folder / "cache"), str(self.objects)),
        ]

    def environment(self) -> Mapping[str, str]:
        """Its keys, kept off the command line, which is open to all eyes."""
        return {**super().environment(), "RCLONE_AUTH_KEY": f'"{self.key},{self.secret}"'}

    def answers(self) -> bool:
        """Whether it speaks HTTP (it refuses us, for we show no key)."""
        link = HTTPConnection(HOST, self.port.number, timeout=1)
        try:
            link.request("GET", "/")
            return link.getresponse().status > 0
        except HTTPException:
            return False
        finally:
            link.close()


def find() -> str:
    """The program to start."""
    beside_python = Path(sys.prefix) / "bin" / "rclone"  # where the wheel puts it
    for program in (shutil.which("rclone"), str(beside_python)):
        if program and _version(program) >= OLDEST:
            return program
    raise Trouble(
        "No rclone on this machine to keep documents with: install rclone"
        f" {OLDEST[0]}.{OLDEST[1]} or later, or set S3_URL to an S3-compatible store."
    )


def _version(program: str) -> tuple[int, ...]:
    try:
        answer = subprocess.run([program, "version"], capture_output=True, text=True, check=False)
    except OSError:
        return (0,)
    found = re.search(r"v(\d+)\.(\d+)", answer.stdout)
    return tuple(int(number) for number in found.groups()) if found else (0,)
