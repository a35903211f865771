"""Whether the person behind a socket is still signed in."""

import hashlib
from collections.abc import Iterable

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.utils.timezone import now

from accounts.models import User
from cases.broadcast import broadcast


def digest(session_key: str) -> str:
    """A session as one may name it aloud: the key itself opens the door."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


def session_topic(session_digest: str) -> str:
    """What the sockets of one session listen to."""
    return f"session.{session_digest}"


@receiver(user_logged_out)
def close_sockets(sender: type, request, user: User | None, **kwargs: object) -> None:
    """A sign-out closes the pages that the session left open, at once and everywhere."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        broadcast({"what": "ended", "to": [session_topic(digest(key))]})


def living(sessions: Iterable[tuple[str, int, str]]) -> set[str]:
    """Those of the (key, user, password's mark) that still hold: not ended, account open,
    password unchanged."""
    asked = list(sessions)
    keys = [key for key, _user, _mark in asked]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now()).values_list(
            "session_key", flat=True
        )
    )
    people = User.objects.filter(is_active=True).in_bulk({user for _key, user, _mark in asked})
    marks = {pk: user.get_session_auth_hash() for pk, user in people.items()}
    return {key for key, user, mark in asked if key in alive and marks.get(user) == mark}


def mark_of(session) -> str:
    """The mark of the password under which the session was opened."""
    return session.get(HASH_SESSION_KEY, "")
