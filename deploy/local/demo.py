"""The portal with its demo town, under one command that stops everything it started."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from deploy.local import credentials, forks, loading, places, ports, processes, programs
from deploy.local.messages import StopRequested, Trouble, complain, say
from deploy.local.processes import Child, until
from deploy.local.run_folder import RunFolder
from deploy.local.server import last_words
from deploy.local.services import Services, copies
from deploy.local.stop_request import StopRequest

SETTINGS = "config.settings.demo"
GRACE = 12.0


def main() -> int:
    """Run the demo, or forget its data."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--reset", action="store_true", help="forget the demo's data and end")
    parser.add_argument("--with-parent", action="store_true", help="stop when the parent ends")
    arguments = parser.parse_args()
    if arguments.with_parent:
        processes.stop_when_parent_dies()
    try:
        private = places.private_folder(places.clone_folder())
        run = RunFolder(private / "demo")
        if not run.claim():
            raise Trouble(_already(run))
        if arguments.reset:
            return _reset(run)
        return Demo(private, run).perform()
    except Trouble as trouble:
        complain(str(trouble))
        return 1


class Demo:
    """One run of the demo."""

    def __init__(self, private: Path, run: RunFolder) -> None:
        self.private = private
        self.run = run
        self.services: Services | None = None
        self.programs: list[Child] = []
        self.let_go: list[Callable[[], None]] = []  # what the portal's programs must not hold
        self.stop = StopRequest(self._kill)

    def perform(self) -> int:
        """Start everything, watch over it, stop everything."""
        self.stop.listen()
        try:
            self._start()
            return self._watch()
        except StopRequested:
            return 0
        finally:
            self._end()

    def _start(self) -> None:
        started = time.monotonic()
        if orphans := self.run.end_orphans():
            say(f"Ended what a killed run had left: {', '.join(orphans)}")
        port = _web_port()
        self.run.describe(pid=os.getpid(), url=_url(port.number))
        services = self._launch_services()
        self._load(self._environment(services, port.number))
        services.wait(self.stop.check)
        self.let_go = [self.run.release, port.release, *services.ports()]
        self._take_steps()
        port.lend()
        self._start_programs(port.number)
        self._await_web(port.number)
        port.release()
        self._welcome(_url(port.number), time.monotonic() - started)

    def _launch_services(self) -> Services:
        keys = credentials.kept_in(self.private)
        services = Services(self.run, keys, copies(self.private), lasting=True, given=os.environ)
        self.services = services
        for variable in services.given:
            say(f"Using {variable} from the environment")
        say(f"Starting {', '.join(server.name for server in services.ours) or 'no server'}")
        services.launch(self.stop.check)
        return services

    def _load(self, environment: dict[str, str]) -> None:
        """Meanwhile the servers come up."""
        try:
            loading.load(environment)
        except Exception as error:
            traceback.print_exc()
            raise Trouble(f"The portal cannot be loaded: {error}") from None

    def _environment(self, services: Services, port: int) -> dict[str, str]:
        return {
            **os.environ,
            **services.environment(),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost"),
            "SITE_URL": os.environ.get("SITE_URL", _url(port)),
            "PYTHONUNBUFFERED": "1",
        }

    def _take_steps(self) -> None:
        from deploy.local import steps

        child = self._fork("set-up", partial(steps.take, self._welcome_file))
        try:
            while not until(lambda: not child.running(), 0.1):
                self.stop.check()
        finally:
            processes.stop_all([child], grace=2)
        if child.process.returncode != 0:
            raise Trouble("The set-up failed, for the reason above.")

    def _start_programs(self, port: int) -> None:
        for name, command in self._commands(port).items():
            log = self._log(name)
            log.unlink(missing_ok=True)
            self.programs.append(self._fork(name, forks.run_module(command), log))

    def _fork(self, name: str, work: Callable[[], int], log: Path | None = None) -> Child:
        folder = places.clone_folder()
        child = forks.fork(name, work, log=log, cwd=folder, let_go=self.let_go)
        self.run.remember(child)
        return child

    def _commands(self, port: int) -> dict[str, list[str]]:
        return {
            "web": programs.web(port),
            "worker": programs.worker(),
            "beat": programs.beat(self.run.path / "beat-schedule"),
        }

    def _await_web(self, port: int, seconds: float = 60) -> None:
        def answers() -> bool:
            self.stop.check()
            self._complain_of_the_dead()
            return programs.web_answers(port)

        if not until(answers, seconds):
            raise Trouble(f"The web server does not answer: {last_words(self._log('web'))}")

    def _welcome(self, url: str, seconds: float) -> None:
        say(f"\nReady in {seconds:.1f} s: {url}\n")
        if words := self._welcome_file.read_text().rstrip():
            say(f"{words}\n")
        say(f"Logs: {self.run.path}\nCtrl-C stops everything; the data stays.")

    def _watch(self) -> int:
        while not until(lambda: self.stop.requested, 0.2):
            self._complain_of_the_dead()
        return 0

    def _complain_of_the_dead(self) -> None:
        servers = self.services.ours if self.services else []
        for child in (*self.programs, *(server.child for server in servers)):
            if child is not None and not child.running():
                log = self._log(child.name)
                raise Trouble(f"{child.name} has ended by itself: {last_words(log)}")

    def _end(self) -> None:
        if self.programs or self.services:
            say("\nStopping")
        late = processes.stop_all(self.programs, GRACE)
        if late:
            complain(f"Killed, after {GRACE:.0f} s of grace: {', '.join(late)}")
        if self.services:
            self.services.stop()
        self.run.end_orphans()

    def _kill(self) -> None:
        servers = self.services.ours if self.services else []
        for child in (*self.programs, *(server.child for server in servers)):
            if child is not None:
                child.kill()

    @property
    def _welcome_file(self) -> Path:
        return self.run.path / "welcome.txt"

    def _log(self, name: str) -> Path:
        return self.run.path / f"{name}.log"


def _web_port() -> ports.Port:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT is '{text}': it must be a number from 1 to 65535.")
    port = ports.first_free(int(text))
    if port.number != int(text):
        say(f"Port {text} is taken: using {port.number}")
    return port


def _url(port: int) -> str:
    return f"http://{ports.HOST}:{port}"


def _already(run: RunFolder) -> str:
    about = run.description()
    return (
        f"The demo of this clone is already running: {about.get('url', 'still starting')}"
        f" (process {about.get('pid', 'unknown')}). Stop it first."
    )


def _reset(run: RunFolder) -> int:
    run.end_orphans()
    for entry in run.path.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != "lock":
            entry.unlink()
    say("The demo's data is gone; `make demo` starts afresh.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
