"""What the process is told from outside: typed variables, and one clear line when one is wrong."""

import os
import sys
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from environs import Env, EnvError

env = Env()


@dataclass(frozen=True)
class Store:
    """Where documents are kept: an S3-compatible server and a bucket."""

    endpoint: str
    access_key: str
    secret_key: str
    bucket: str
    secure: bool
    region: str


def read(parser: str, name: str, *args, **kwargs):
    """The variable `name`, parsed; ends the start with one line that names it when it is wrong."""
    try:
        return getattr(env, parser)(name, *args, **kwargs)
    except (EnvError, ValueError) as error:
        reason = "is malformed" if os.environ.get(name) else "is not set"
        sys.exit(
            f"Espace Familles cannot start: the environment variable {name} {reason} ({error})."
        )


def refuse(name: str, why: str) -> None:
    """End the start with one line that names the variable and what it should look like."""
    sys.exit(f"Espace Familles cannot start: the environment variable {name} is malformed ({why}).")


def redis_database(number: int) -> str:
    """The URL of one Redis database; live layer, cache and broker each have their own."""
    base = read("str", "REDIS_URL")
    if urlsplit(base).scheme not in {"redis", "rediss"}:
        refuse("REDIS_URL", "it should look like redis://:password@host:6379")
    parts = urlsplit(base)
    return parts._replace(path=f"/{number}").geturl()


def document_store() -> Store:
    """The S3 store from `S3_URL`: http(s)://key:secret@host:port/bucket?region=."""
    parts = urlsplit(read("str", "S3_URL"))
    bucket = parts.path.strip("/")
    if parts.scheme not in {"http", "https"} or not (parts.username and parts.password and bucket):
        refuse("S3_URL", "it should look like https://key:secret@host:9000/bucket")
    return Store(
        endpoint=parts.netloc.rpartition("@")[2],
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        bucket=bucket,
        secure=parts.scheme == "https",
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
    )
