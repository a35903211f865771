"""How django-allauth behaves here: accounts are opened by the town, never by passers-by."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """No open sign-up: an account comes from an invitation or an activation request."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False
