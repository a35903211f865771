"""Where a clone keeps its data: outside of it, always the same place, closed to others."""

import pwd
import tempfile
from pathlib import Path

import pytest

from deploy.local import places
from deploy.local.messages import Trouble


def test_each_clone_has_its_own_place_and_finds_it_again():
    base = tempfile.mkdtemp(prefix="places-", dir="/var/tmp")
    environ = {places.VARIABLE: base}
    one = places.private_folder(Path("/home/ana/Été à part"), environ)
    other = places.private_folder(Path("/home/ana/autre/Été à part"), environ)

    assert one != other
    assert one == places.private_folder(Path("/home/ana/Été à part"), environ)
    assert one.name.isascii()
    assert " " not in one.name
    assert one.stat().st_mode & 0o007 == 0
    for folder in (one, other, one.parent):
        folder.rmdir()


def test_a_place_of_somebody_else_is_refused(tmp_path: Path):
    (tmp_path / "data").write_text("a file")

    with pytest.raises(Trouble, match=places.VARIABLE):
        places.private_folder(tmp_path, {places.VARIABLE: str(tmp_path / "data")})


def test_a_closed_folder_on_the_way_is_seen(tmp_path: Path):
    account = pwd.getpwnam("nobody")
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)

    assert not places.reachable(closed / "inside", account)
    assert places.reachable(Path("/usr/bin"), account)
