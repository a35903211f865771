"""Where a clone keeps its data: a private folder outside the clone, the same at each start.

PostgreSQL refuses to run as root, so root hands it to an account without rights. That account
must reach its data even when the clone lies in a home folder closed to others; hence a folder
of our own, named after the clone's path.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import stat
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from deploy.local.messages import Trouble

VARIABLE = "ESPACE_FAMILLES_DATA"
NAME = "espace-familles"


def clone_folder() -> Path:
    """The folder of this clone."""
    return Path(__file__).resolve().parents[2]


def server_account(data: Path | None = None) -> pwd.struct_passwd | None:
    """The account PostgreSQL runs under when we are root, or None when we are not.

    Existing data stays with its owner: an account installed later does not lock it out.
    """
    if os.geteuid() != 0:
        return None
    if data is not None and data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble("PostgreSQL refuses to run as root and this machine has no account 'nobody'.")


def private_folder(clone: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Make, if need be, and return the folder where this clone keeps its data."""
    base = _base(environ)
    folder = base / _key(clone)
    account = server_account(folder / "demo" / "postgres")
    _make(base, 0o711 if account else 0o700)
    _make(folder, 0o710 if account else 0o700)
    if account:
        os.chown(folder, 0, account.pw_gid)
        if not reachable(folder, account):
            raise Trouble(
                f"The account '{account.pw_name}', which runs PostgreSQL for root, cannot enter"
                f" {folder}: set {VARIABLE} to a folder that it can."
            )
    return folder


def make_private(folder: Path, account: pwd.struct_passwd | None = None) -> Path:
    """Make a folder that only its owner enters: us, or the account that runs a server."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account and folder.stat().st_uid != account.pw_uid:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def make_passage(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """Make a folder of ours that the servers' account may cross, but not list."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(folder, 0, account.pw_gid)
        folder.chmod(0o710)
    return folder


def reachable(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether an account may go through every folder down to `path`, and into it."""
    real = path.resolve()
    return all(_may_enter(folder.stat(), account) for folder in (real, *real.parents))


def _may_enter(status: os.stat_result, account: pwd.struct_passwd) -> bool:
    if status.st_uid == account.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _base(environ: Mapping[str, str]) -> Path:
    if chosen := environ.get(VARIABLE):
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        usual = Path("/var/lib")
    else:
        home = environ.get("HOME") or pwd.getpwuid(os.geteuid()).pw_dir
        usual = Path(environ.get("XDG_DATA_HOME") or f"{home}/.local/share")
        try:
            usual.mkdir(parents=True, exist_ok=True)
        except OSError:
            usual = Path("/nonexistent")
    if os.access(usual, os.W_OK | os.X_OK):
        return usual / NAME
    return Path(f"/var/tmp/{NAME}-{os.geteuid()}")  # noqa: S108 -- owner checked by _make


def _key(clone: Path) -> str:
    plain = unicodedata.normalize("NFKD", clone.name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32]
    digest = hashlib.sha256(os.fsencode(clone)).hexdigest()[:12]
    return f"{slug}-{digest}" if slug else digest


def _make(folder: Path, mode: int) -> None:
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            raise Trouble(f"{folder} is not a folder of ours: set {VARIABLE} to another place.")
        if stat.S_IMODE(status.st_mode) != mode:
            folder.chmod(mode)
    except OSError as error:
        raise Trouble(
            f"Cannot keep data in {folder} ({error.strerror}): set {VARIABLE} to a folder of yours."
        ) from error
