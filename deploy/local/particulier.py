"""A stand-in for the State's API Particulier, as a child process: real HTTP, invented people."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy.local.ports import HOST
from deploy.local.run_folder import RunFolder
from deploy.local.server import Server

PROGRAM = Path(__file__).with_name("particulier_answers.py")


class Particulier(Server):
    """What answers in the place of the CAF and the MSA in the demo and the tests."""

    name = "particulier"
    variable = "API_PARTICULIER_URL"

    def __init__(self, run: RunFolder, lasting: bool, token: str) -> None:
        super().__init__(run, lasting)
        self.token = token

    @property
    def url(self) -> str:
        """The URL that settings read."""
        return f"http://:{self.token}@{HOST}:{self.port.number}"

    def prepare(self) -> None:
        """Nothing to put in place."""

    def command(self) -> Sequence[str]:
        """The command that starts it in the foreground."""
        return [sys.executable, "-I", str(PROGRAM), str(self.port.number)]

    def environment(self) -> Mapping[str, str]:
        """Its token, kept off the command line, which is open to all eyes."""
        return {**super().environment(), "TOKEN": self.token}

    def answers(self) -> bool:
        """Whether it speaks HTTP (it refuses us, for we show no token)."""
        link = HTTPConnection(HOST, self.port.number, timeout=1)
        try:
            link.request("GET", "/")
            return link.getresponse().status > 0
        except HTTPException:
            return False
        finally:
            link.close()
