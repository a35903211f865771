"""Checking a password: once, whether or not the account exists."""

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.lookup import account_named
from accounts.models import User


class IdentifierOrEmail(AuthenticationBackend):
    """allauth's backend, with one lookup and one password hash in every case.

    allauth tries an e-mail that was typed as both identifier and e-mail: a known address costs
    two hashes, an unknown one costs one, and the difference tells who has an account.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: str) -> User | None:
        typed = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(account_named(typed), credentials.get("password", ""))
