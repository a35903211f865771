"""The web servers under measure: the very same uvicorn, with the portal or with the bare thing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.local import places, processes, programs
from deploy.local.ports import HOST, Port
from deploy.local.processes import Child
from deploy.local.server import last_words

PORTAL = "config.asgi:application"
BARE = "benchmarks.bare.echo:application"
BARE_PAGE = "benchmarks.bare.page:application"


class WebServer:
    """One running uvicorn."""

    def __init__(self, child: Child, port: int) -> None:
        self.child, self.port = child, port
        self.address = f"{HOST}:{port}"

    @property
    def memory(self) -> int:
        """The bytes that it holds itself."""
        pages = Path(f"/proc/{self.child.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def served(application: str, given: Mapping[str, str] | None = None) -> Iterator[WebServer]:
    """The application behind uvicorn as the demo starts it, until the block ends."""
    port, log = Port(), Path(tempfile.mkdtemp()) / "web.log"
    number = port.lend()
    command = [application if part == PORTAL else part for part in programs.web(number)]
    child = processes.spawn(
        "web", command, log=log, env={**os.environ, **(given or {})}, cwd=places.clone_folder()
    )
    try:
        up = processes.until(lambda: programs.web_answers(number) or not child.running(), 120)
        if not up or not child.running():
            raise RuntimeError(f"No web server: {last_words(log, 40)}")
        yield WebServer(child, number)
    finally:
        child.ask_to_stop()
        processes.until(lambda: not child.running(), 15)
        child.kill()
        port.release()
        log.unlink()
        log.parent.rmdir()
