"""The URLs of the real parts: database, Redis, document store and mail."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote

import stdnum.eu.at_02
import stdnum.fr.siret

from config.environment import read, refuse, url


@dataclass(frozen=True)
class Store:
    """Where documents are kept: an S3-compatible server and a bucket."""

    endpoint: str
    access_key: str
    secret_key: str
    bucket: str
    secure: bool
    region: str


@dataclass(frozen=True)
class Mail:
    """How mails leave."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


@dataclass(frozen=True)
class Particulier:
    """How the State's API for the CAF and the MSA is asked, and in whose name."""

    base: str
    token: str
    recipient: str  # the town's SIRET


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465, "smtp+ssl": 465}
NO_MAIL = {"console", "dummy"}


def database(name: str = "DATABASE_URL") -> dict[str, Any]:
    """PostgreSQL, for nothing else has what the records ask of it."""
    why = "look like postgres://user:password@host:5432/name"
    parts = url(name, read("str", name), why)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        refuse(name, why)
    return read("dj_db_url", name)


def redis_database(number: int, name: str = "REDIS_URL") -> str:
    """The URL of one Redis database; live layer, cache and broker each have their own."""
    why = "look like redis://:password@host:6379"
    parts = url(name, read("str", name), why)
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        refuse(name, why)
    return parts._replace(path=f"/{number}").geturl()


def document_store(name: str = "S3_URL") -> Store:
    """The S3 store: http(s)://key:secret@host:port/bucket?region=."""
    why = "look like https://key:secret@host:9000/bucket"
    parts = url(name, read("str", name), why)
    bucket = parts.path.strip("/")
    if parts.scheme not in {"http", "https"} or not (parts.username and parts.password and bucket):
        refuse(name, why)
    return Store(
        endpoint=parts.netloc.rpartition("@")[2],
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        bucket=bucket,
        secure=parts.scheme == "https",
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
    )


def mail(name: str = "EMAIL_URL") -> Mail:
    """The mail server: smtp:// as it is, smtp+tls:// with STARTTLS, smtps:// in TLS."""
    why = "look like smtp+tls://user:password@host:587"
    parts = url(name, read("str", name), why)
    if parts.scheme in NO_MAIL:
        return Mail(f"django.core.mail.backends.{parts.scheme}.EmailBackend")
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        refuse(name, why)
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme in {"smtps", "smtp+ssl"},
    )


def api_particulier(name: str = "API_PARTICULIER_URL") -> Particulier | None:
    """The API Particulier: https://:token@particulier.api.gouv.fr, asked by `TOWN_SIRET`."""
    value = read("str", name, "")
    if not value:
        return None
    why = "look like https://:token@particulier.api.gouv.fr"
    parts = url(name, value, why)
    if parts.scheme not in {"http", "https"} or not (parts.password and parts.hostname):
        refuse(name, why)
    base = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return Particulier(base, unquote(parts.password), siret("TOWN_SIRET"))


def siret(name: str) -> str:
    """The town's number among establishments: 14 figures with their key."""
    value = read("str", name).replace(" ", "")
    if not stdnum.fr.siret.is_valid(value):
        refuse(name, "be the 14 figures of the town's SIRET")
    return value


def creditor_identifier(name: str) -> str:
    """The town's SEPA creditor identifier (« ICS »); nothing when it has none."""
    value = read("str", name, "").replace(" ", "").upper()
    if value and not stdnum.eu.at_02.is_valid(value):
        refuse(name, "be the 13 signs of the town's ICS, like FR32ZZZ456789")
    return value
