"""How often something may be tried: counted in the database, so also when Redis is down."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from accounts.lookup import account_named
from accounts.models import Throttle

NOWHERE = "::"  # a request without address: a shell, a test client


class TooMany(Exception):
    """Tried too often; `retry_at` says from when on it may be tried again."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__("too many attempts")
        self.retry_at = retry_at


@dataclass(frozen=True)
class Allowance:
    """So many tries in a window of time, for each address or each account."""

    action: str
    tries: int
    window: timedelta


def spend(allowance: Allowance, who: str) -> None:
    """Count one try; raises `TooMany` past the allowance. Never keeps who in clear."""
    seconds = int(allowance.window.total_seconds())
    number = int(now().timestamp()) // seconds
    ends = datetime.fromtimestamp((number + 1) * seconds, UTC)
    source = f"{allowance.action}|{number}|{who}"
    bucket = salted_hmac("throttle", source, algorithm="sha256").hexdigest()
    if _count(bucket, ends) > allowance.tries:
        raise TooMany(ends)


def _count(bucket: str, ends: datetime) -> int:
    """One more hit in this bucket, as one statement: exact when many come at once."""
    table = Throttle._meta.db_table
    sql = (
        f"INSERT INTO {table} (bucket, hits, ends_at) VALUES (%s, 1, %s) "  # noqa: S608
        f"ON CONFLICT (bucket) DO UPDATE SET hits = {table}.hits + 1 RETURNING hits"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [bucket, ends])
        return cursor.fetchone()[0]


def forget_ended() -> int:
    """Drop the counts of windows that have ended; returns how many."""
    return Throttle.objects.filter(ends_at__lt=now()).delete()[0]


def client_address(request: HttpRequest) -> str:
    """Where the request comes from, as the web server says (it reads trusted proxies only)."""
    return request.META.get("REMOTE_ADDR") or NOWHERE


def attempted_account(request: HttpRequest, credentials: dict | None = None) -> str:
    """What django-axes counts failures by: one value an account, however it was named.

    A digest: people type passwords into the wrong field, and the table must not keep them.
    """
    credentials = credentials or {}
    typed = next(
        (credentials[name] for name in ("login", "username", "email") if credentials.get(name)),
        request.POST.get("login", ""),
    )
    account = account_named(typed)
    name = account.username if account else typed.strip()
    return hashlib.sha256(name.lower().encode()).hexdigest()
