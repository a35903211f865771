"""Changing an account's e-mail: nothing changes until the link sent to the new one is opened."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.db import transaction
from django.http import HttpRequest

from accounts.lookup import account_named
from accounts.models import User


def ask_change(request: HttpRequest, user: User, email: str) -> None:
    """Send the link to the new address; an address that has an account gets a mail that says so.

    The page answers the same in both cases: nobody learns here who has an account.
    """
    if account_named(email) is None:
        EmailAddress.objects.add_new_email(request, user, email)
    else:
        get_adapter(request).send_account_already_exists_mail(email)


def confirmation(key: str) -> EmailConfirmationHMAC | None:
    """The change that a link confirms; nothing when it is wrong, old or already done."""
    found = EmailConfirmationHMAC.from_key(key)
    if found is None or account_named(found.email_address.email) is not None:
        return None
    return found


def confirm_change(key: str) -> tuple[User, str] | None:
    """Give the account the address that the link proves; returns the user and the old address."""
    with transaction.atomic():
        found = confirmation(key)
        if found is None:
            return None
        address = EmailAddress.objects.select_for_update().get(pk=found.email_address.pk)
        user = User.objects.select_for_update().get(pk=address.user_id)
        old = give_proven_email(user, address.email)
    return user, old


def give_proven_email(user: User, email: str) -> str:
    """Make a proven address the account's only one; returns the old one. In a transaction.

    Raises IntegrityError when it is another account's by now.
    """
    old, user.email = user.email, email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email__iexact=email, defaults={"email": email, "verified": True, "primary": True}
    )
    return old
