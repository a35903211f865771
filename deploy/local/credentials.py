"""Random passwords and keys: made once for the demo, anew for each run of the tests."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from deploy.new_key import new_key

_word = partial(secrets.token_hex, 16)  # plain in a URL, long enough for every server


@dataclass(frozen=True)
class Credentials:
    """What only this clone knows."""

    database_password: str = field(default_factory=_word)
    redis_password: str = field(default_factory=_word)
    store_key: str = field(default_factory=_word)
    store_secret: str = field(default_factory=_word)
    secret_key: str = field(default_factory=partial(secrets.token_urlsafe, 48))
    sealing_key: str = field(default_factory=new_key)
    particulier_token: str = field(default_factory=_word)


def kept_in(folder: Path) -> Credentials:
    """The credentials kept in a private folder, made at the first call.

    A clone made before one of them existed is given it, and keeps the others.
    """
    path = folder / "credentials.json"
    known: dict[str, str] = {}
    try:
        known = json.loads(path.read_text())
        credentials = Credentials(**known)
    except (OSError, ValueError, TypeError):
        credentials = Credentials()
    if asdict(credentials) == known:
        return credentials
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(asdict(credentials), indent=1))
    return credentials
