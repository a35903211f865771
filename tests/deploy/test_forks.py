"""A copy of this process does one thing, apart from us, and ends."""

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BEFORE = "import os, sys, time\nfrom pathlib import Path\nfrom deploy.local.forks import fork\n"


def run(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a script of its own process: a test's has threads, and is not to be copied."""
    command = [sys.executable, "-c", BEFORE + script, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)


def test_its_words_go_to_its_log_and_its_ending_to_us(tmp_path: Path):
    log = tmp_path / "log"
    script = """
def work():
    print("said", os.getcwd())
    sys.exit("a reason")
child = fork("teller", work, log=Path(sys.argv[1]), cwd=Path(sys.argv[2]))
print(child.process.wait())
"""

    ended = run(script, log, tmp_path)

    assert ended.stdout == "1\n"
    assert log.read_text().splitlines() == [f"said {tmp_path}", "a reason"]


def test_it_never_does_what_its_parent_was_about_to_do(tmp_path: Path):
    script = """
try:
    fork("faulty", lambda: 1 / 0, log=Path(sys.argv[1])).process.wait()
finally:
    print("the parent's own affair")
"""

    ended = run(script, tmp_path / "log")

    assert ended.stdout == "the parent's own affair\n"
    assert "ZeroDivisionError" in (tmp_path / "log").read_text()


def test_it_is_alone_in_its_session_and_stops_when_asked():
    script = """
def work():
    time.sleep(600)
child = fork("sleeper", work)
from deploy.local.processes import until
assert until(lambda: os.getsid(child.process.pid) == child.process.pid, 10)
child.ask_to_stop()
print(child.process.wait())
"""

    assert run(script).stdout == f"{-signal.SIGTERM}\n"


def test_it_holds_nothing_that_it_was_told_to_let_go(tmp_path: Path):
    """A lock that an orphan held would keep the next demo from starting."""
    script = """
from deploy.local.run_folder import RunFolder
folder = RunFolder(Path(sys.argv[1]))
assert folder.claim()
ready, told = os.pipe()
def work():
    os.write(told, b"!")
    time.sleep(600)
child = fork("holder", work, let_go=[folder.release])
os.read(ready, 1)
folder.release()
print(RunFolder(Path(sys.argv[1])).claim())
child.kill()
"""

    assert run(script, tmp_path / "run").stdout == "True\n"
