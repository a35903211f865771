"""How much one person may ask. Redis counts; without it nobody is held back."""

from typing import Any

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ByPerson(SimpleRateThrottle):
    """One count a person and kind of request: read, write, or what the view's scope says."""

    def __init__(self) -> None:
        """The rate depends on the request: nothing to read before it."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether this request is within the person's share."""
        kind = "read" if request.method in READING else getattr(view, "throttle_scope", "write")
        self.scope = kind
        self.rate = api_settings.DEFAULT_THROTTLE_RATES[kind]
        self.num_requests, self.duration = self.parse_rate(self.rate)
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: Any) -> str:
        """The person, or the address of somebody who did not sign in."""
        user = request.user
        ident = str(user.pk) if user and user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
