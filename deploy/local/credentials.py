"""Random passwords and keys: made once for the demo, anew for each run of the tests."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

_word = partial(secrets.token_hex, 16)  # plain in a URL, long enough for every server


@dataclass(frozen=True)
class Credentials:
    """What only this clone knows."""

    database_password: str = field(default_factory=_word)
    redis_password: str = field(default_factory=_word)
    store_key: str = field(default_factory=_word)
    store_secret: str = field(default_factory=_word)
    secret_key: str = field(default_factory=partial(secrets.token_urlsafe, 48))


def kept_in(folder: Path) -> Credentials:
    """The credentials kept in a private folder, made at the first call."""
    path = folder / "credentials.json"
    try:
        return Credentials(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        pass
    credentials = Credentials()
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(asdict(credentials), indent=1))
    return credentials
