"""A process is known by its pid and its start time: never is another one ended."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.processes import Identity, spawn, started_at, stop_all, until
from deploy.local.run_folder import RunFolder

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(600)",
]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / "run")
    assert folder.claim()
    return folder


def test_an_orphan_is_known_again_and_ended(run: RunFolder):
    orphan = spawn("sleeper", SLEEPER)
    run.remember(orphan)

    assert run.end_orphans() == ["sleeper"]
    assert orphan.process.wait(5) == -15
    assert run.end_orphans() == []


def test_a_process_that_was_given_the_same_pid_is_left_alone(run: RunFolder):
    stranger = spawn("stranger", SLEEPER)
    entry = {"name": "ours", "pid": stranger.identity.pid, "started": "long ago", "signal": 15}
    (run.path / "children.json").write_text(json.dumps([entry]))

    assert run.end_orphans() == []
    assert stranger.running()
    stranger.kill()


def test_an_ended_process_is_not_alive_even_before_it_is_waited_for():
    child = spawn("short", [sys.executable, "-c", ""])
    assert until(lambda: not child.running(), 10)

    assert not child.identity.alive()
    child.kill()
    assert started_at(child.identity.pid) is None


def test_what_does_not_stop_when_asked_is_killed_and_named(tmp_path: Path):
    log = tmp_path / "log"
    stubborn = spawn("stubborn", STUBBORN, log=log)
    willing = spawn("willing", SLEEPER)
    assert until(lambda: log.read_bytes() != b"", 10)

    assert stop_all([stubborn, willing], grace=0.3) == ["stubborn"]
    assert not stubborn.running()


def test_a_folder_belongs_to_one_run_at_a_time(run: RunFolder):
    second = RunFolder(run.path)

    assert not second.claim()
    run.release()
    assert second.claim()


@pytest.mark.skipif(sys.platform != "linux", reason="a service of Linux")
def test_children_end_when_their_parent_is_killed(tmp_path: Path):
    script = (
        "import sys, time\nfrom deploy.local.processes import spawn\n"
        f"child = spawn('sleeper', {SLEEPER!r})\n"
        "print(child.identity.pid, child.identity.started, flush=True)\ntime.sleep(600)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    pid, started = (parent.stdout.readline() if parent.stdout else "").split()
    child = Identity(int(pid), started)
    assert child.alive()

    parent.kill()
    parent.communicate()

    assert until(lambda: not child.alive(), 5)
