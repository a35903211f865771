"""The real web server and worker, as processes that a test may kill and start again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from deploy.local import places, processes, programs
from deploy.local.ports import HOST, Port
from deploy.local.processes import Child
from deploy.local.server import last_words


class RunningPortal:
    """uvicorn and a Celery worker on the servers that `environment` names."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = Port()
        self.url = f"http://{HOST}:{self.port.number}"
        self.environment = {
            **os.environ,
            **environment,
            "DJANGO_SETTINGS_MODULE": "config.settings.test_portal",
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": f"{HOST},localhost",
        }
        self._children: dict[str, Child] = {}

    def start(self) -> None:
        """Start both, and return when pages can be had."""
        self.start_worker()
        self.start_web()

    def start_web(self, seconds: float = 30) -> None:
        """Start the web server, at the same address as before."""
        child = self._spawn("web", programs.web(self.port.lend()))
        processes.until(lambda: self._web_answers() or not child.running(), seconds)
        if not self._web_answers():
            raise RuntimeError(f"No web server: {last_words(self._log('web'), 40)}")

    def start_worker(self) -> None:
        """Start the worker; it takes jobs a moment later."""
        self._spawn("worker", programs.worker(threads=2))

    def stop_web(self, seconds: float = 15) -> None:
        """Ask the web server to finish, and return when it has."""
        web = self._children["web"]
        web.ask_to_stop()
        assert processes.until(lambda: not web.running(), seconds), "the web server did not stop"
        web.kill()  # takes note of its end

    def kill_web(self) -> None:
        """End the web server as a power cut would."""
        self._children["web"].kill()

    def kill_worker(self) -> None:
        """End the worker as a power cut would."""
        self._children["worker"].kill()

    def restart_what_is_dead(self) -> None:
        """Start again what was killed; what runs is left alone."""
        if not self._children["web"].running():
            self.start_web()
        if not self._children["worker"].running():
            self.start_worker()

    def stop(self) -> None:
        """Stop both cleanly; it is a fault when one has to be killed."""
        late = processes.stop_all(list(self._children.values()))
        self.port.release()
        assert not late, f"did not stop when asked: {late}"

    def log(self) -> str:
        """What both have written."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def _web_answers(self) -> bool:
        return programs.web_answers(self.port.number)

    def _spawn(self, name: str, command: list[str]) -> Child:
        child = processes.spawn(
            name,
            command,
            log=self._log(name),
            env=self.environment,
            cwd=places.clone_folder(),
        )
        self._children[name] = child
        return child

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"
