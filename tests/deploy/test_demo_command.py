"""`make demo`: starts everything, stops everything, keeps the data, says what happens."""

import json
import os
import re
import signal
import socket

import pytest

from tests.deploy.conftest import Clone, get, read_until

READY = "Ctrl-C stops everything"


def port_of(words: str) -> int:
    found = re.search(r"http://127\.0\.0\.1:(\d+)", words)
    assert found, words
    return int(found[1])


def pid_of(clone: Clone, name: str) -> int:
    """The process that runs a program, from the list that the demo keeps of its children."""
    (listed,) = clone.data.glob("*/demo/children.json")
    return next(child["pid"] for child in json.loads(listed.read_text()) if child["name"] == name)


def test_each_signal_stops_everything_cleanly_and_the_data_stays_until_a_reset(clone: Clone):
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for start, number in enumerate(signals, start=1):
        run = clone.demo()
        assert get(port_of(read_until(run, READY)), "/visits") == str(start)
        assert len(clone.processes()) > 6

        run.send_signal(number)
        said, _ = run.communicate(timeout=30)

        assert run.returncode == 0
        assert "Killed" not in said
        assert not clone.left_behind()
    reset = clone.demo("--reset")
    said, _ = reset.communicate(timeout=30)
    assert reset.returncode == 0, said

    run = clone.demo()

    assert get(port_of(read_until(run, READY)), "/visits") == "1"


def test_a_taken_port_is_left_alone_and_the_next_one_is_used(clone: Clone):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        run = clone.demo(PORT=str(taken))
        words = read_until(run, READY)

    assert f"Port {taken} is taken" in words
    assert port_of(words) > taken


def test_a_second_demo_of_the_same_clone_says_where_the_first_one_is(clone: Clone):
    first = clone.demo()
    words = read_until(first, READY)

    second = clone.demo()
    said, _ = second.communicate(timeout=10)

    assert second.returncode == 1
    assert f"already running: http://127.0.0.1:{port_of(words)} (process {first.pid})" in said
    assert get(port_of(words), "/visits") == "1"


def test_a_killed_demo_leaves_nothing_and_starts_again(clone: Clone):
    run = clone.demo()
    read_until(run, READY)
    run.kill()
    run.communicate()
    assert not clone.left_behind()

    again = clone.demo()

    assert get(port_of(read_until(again, READY)), "/visits") == "1"


def test_the_next_demo_ends_what_a_killed_one_left(clone: Clone):
    """As where the system does not tell children of their parent's end."""
    deaf = clone.folder / "deploy/local/processes.py"
    deaf.write_text(deaf.read_text().replace('sys.platform == "linux"', "False"))
    run = clone.demo()
    read_until(run, READY)
    run.kill()
    run.communicate()
    assert len(clone.processes()) > 6

    again = clone.demo()

    words = read_until(again, READY)
    assert "Ended what a killed run had left" in words
    assert get(port_of(words), "/visits") == "1"


@pytest.mark.parametrize("program", ["web", "worker", "beat", "redis"])
def test_one_dead_child_stops_the_rest_and_is_named(clone: Clone, program: str):
    run = clone.demo()
    read_until(run, READY)

    os.kill(pid_of(clone, program), signal.SIGKILL)
    said, _ = run.communicate(timeout=30)

    assert run.returncode == 1
    assert "has ended by itself" in said
    assert not clone.left_behind()


def test_a_step_that_fails_stops_the_start_with_its_reason(clone: Clone):
    settings = clone.folder / "config/settings/demo.py"
    settings.write_text(settings.read_text() + "\nINSTALLED_APPS += ['nowhere']\n")

    run = clone.demo()
    said, _ = run.communicate(timeout=30)

    assert run.returncode == 1
    assert "nowhere" in said
    assert not clone.left_behind()
