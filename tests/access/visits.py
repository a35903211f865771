"""Knocking at one door: what the visitor is told, in one word."""

from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

IN = "in"  # let in: the page, its own form's refusal, or a redirection inside the portal
SIGN_IN = "sign in"  # sent to the sign-in page, or 401 for software
HIDDEN = "hidden"  # the 404 of what does not exist
FORBIDDEN = "forbidden"
NO_METHOD = "no method"


browser = Client(raise_request_exception=False)  # one: each loads every middleware anew


def knock(session: str, method: str, address: str, **form: Any) -> str:
    """Visit and undo: the class of the answer."""
    cache.clear()  # no throttle of an earlier visit
    browser.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
    with transaction.atomic():
        key = {"Idempotency-Key": str(uuid4())}
        body: dict[str, Any] = {"data": form}
        if "/api/" in address and method != "GET":
            body["content_type"] = "application/json"
        answer = getattr(browser, method.lower())(address, headers=key, **body)
        told = outcome(answer)
        transaction.set_rollback(True)
    return told


def outcome(answer: Any) -> str:
    """The class of an answer; a fault of ours is in no class."""
    status = answer.status_code
    if status == 401 or (status == 302 and answer["Location"].startswith("/compte/connexion/")):
        return SIGN_IN
    if status < 400 or status in {400, 409, 415, 422}:
        return IN
    return {403: FORBIDDEN, 404: HIDDEN, 405: NO_METHOD}.get(status, f"fault {status}")
