"""What the process is told from outside: typed variables, and one clear line when one is wrong.

A variable that is set to nothing counts as not set.
"""

import base64
import os
import sys
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

from environs import Env, EnvError

env = Env()


def read(parser: str, name: str, *default: Any) -> Any:
    """The variable `name`, parsed; ends the start with one line that names it when it is wrong."""
    if not os.environ.get(name, "").strip():
        return default[0] if default else _end(name, "is not set")
    try:
        return getattr(env, parser)(name)
    except (EnvError, ValueError) as error:
        _end(name, f"is malformed ({' '.join(str(error).split())})")


def refuse(name: str, why: str) -> NoReturn:
    """End the start with one line that names the variable and what it should look like."""
    _end(name, f"is malformed (it should {why})")


def _end(name: str, fault: str) -> NoReturn:
    sys.exit(f"Espace Familles cannot start: the environment variable {name} {fault}.")


def secret(name: str) -> str:
    """A secret too long to be guessed."""
    value = read("str", name)
    if len(value) < 32:
        refuse(name, "be random and have 32 characters or more")
    return value


def sealing_keys(name: str) -> list[str]:
    """Keys of Fernet, the one that seals first: 32 random bytes each, in base64 for URLs."""
    keys = [key.strip() for key in read("list", name)]
    if not keys or not all(_is_key(key) for key in keys):
        refuse(name, "be keys made by `python -m deploy.new_key`, between commas, the newest first")
    return keys


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == 32
    except ValueError:
        return False


def hosts(name: str) -> list[str]:
    """The names that the site answers to."""
    names = [host.strip() for host in read("list", name)]
    if any(not host or set(host) & set("/ *") for host in names):
        refuse(name, "be names between commas, like familles.ville.fr,www.ville.fr")
    return names


def site(name: str, *default: str) -> str:
    """The address of a site, without the last slash."""
    value = read("str", name, *default)
    parts = url(name, value, "look like https://familles.ville.fr")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        refuse(name, "look like https://familles.ville.fr")
    return value.rstrip("/")


def folder(name: str, default: Path) -> Path:
    """A folder, named from the root."""
    path = read("path", name, default)
    if not path.is_absolute():
        refuse(name, "be a whole path, like /var/lib/espace-familles/static")
    return path


def whole_number(name: str, default: int, least: int) -> int:
    """A whole number, `least` or more."""
    number = read("int", name, default)
    if number < least:
        refuse(name, f"be {least} or more")
    return number


def sender(name: str) -> str:
    """The address that mails come from, with or without a name before it."""
    value = read("str", name)
    local, _at, domain = parseaddr(value)[1].partition("@")
    if not local or not domain or " " in domain:
        refuse(name, "look like Espace Familles <familles@ville.fr>")
    return value


def url(name: str, value: str, why: str) -> SplitResult:
    """The parts of a URL whose port, if any, is one."""
    try:
        parts = urlsplit(value)
        _ = parts.port, parts.hostname
    except ValueError:
        refuse(name, why)
    return parts
