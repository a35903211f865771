"""The answer to too many tries: what happened, and when to try again."""

from datetime import datetime, timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from accounts.throttling import attempted_account, client_address


def too_many(request: HttpRequest, retry_at: datetime) -> HttpResponse:
    """A 429 page that says from when on to try again."""
    seconds = max(1, int((retry_at - now()).total_seconds()) + 1)
    context = {"retry_at": retry_at, "minutes": (seconds + 59) // 60}
    response = render(request, "portal/too_many.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def locked_out(request: HttpRequest, *_ignored: Any) -> HttpResponse:
    """django-axes' lockout: the account is closed to this address for a while.

    axes passes its credentials in different places from its sync and async middleware, so they
    are read from the request, where both leave them.
    """
    credentials = getattr(request, "axes_credentials", None)
    attempts = AccessAttempt.objects.filter(
        username=attempted_account(request, credentials), ip_address=client_address(request)
    )
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return too_many(request, (last or now()) + (get_cool_off(request) or timedelta(minutes=15)))
