"""Opening an account: identifiers, and the one function that creates a user for a family."""

import re

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.lookup import account_named
from accounts.models import User
from accounts.names import plain


class IdentifierTaken(Exception):
    """Someone has this identifier already."""


class EmailTaken(Exception):
    """An account with this e-mail exists already."""


def suggest_identifier(first_name: str, last_name: str) -> str:
    """A free identifier, easy to remember: « amina.lefevre », then « amina.lefevre2 »…"""
    base = ".".join(part for part in (plain(first_name), plain(last_name)) if part)[:60]
    base = base or "famille"
    taken = set(User.objects.filter(username__istartswith=base).values_list("username", flat=True))
    taken = {name.lower() for name in taken}
    number = 2
    suggestion = base
    while suggestion in taken:
        suggestion, number = f"{base}{number}", number + 1
    return suggestion


def check_identifier(identifier: str) -> None:
    """Raise ValidationError unless it is 4 to 60 letters, figures, dots, hyphens or underscores."""
    if not re.fullmatch(r"[\w.-]{4,60}", identifier):
        from django.utils.translation import gettext as _

        raise ValidationError(
            _(
                "Choisissez de 4 à 60 caractères\u00a0: lettres, chiffres, points, tirets. "
                "Sans espace ni «\u00a0@ »."
            )
        )


def open_account(
    *, identifier: str, email: str, password: str, first_name: str, last_name: str
) -> User:
    """Create the account of a person whose e-mail is proven.

    Raises IdentifierTaken, EmailTaken or ValidationError; nothing is written then.
    """
    check_identifier(identifier)
    user = User(username=identifier, email=email, first_name=first_name, last_name=last_name)
    validate_password(password, user)
    user.password = make_password(password)
    if account_named(email):
        raise EmailTaken
    if account_named(identifier):
        raise IdentifierTaken
    try:
        with transaction.atomic():
            user.save()
            EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
    except IntegrityError as error:
        raise EmailTaken if account_named(email) else IdentifierTaken from error
    return user
