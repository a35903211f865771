"""Sending the links that open an account."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from accounts import mails
from accounts.lookup import account_named
from family.invitations import digest, new_key
from family.models import Invitation


def send(invitation_id: int) -> bool:
    """Send one invitation, once; tells whether a mail left now.

    The key is made here. When the mail server refuses, the row stays to be sent.
    """
    with transaction.atomic():
        waiting = Invitation.objects.to_send().select_for_update(skip_locked=True, of=("self",))
        invitation = waiting.select_related("adult").filter(pk=invitation_id).first()
        if invitation is None:
            return False
        key = new_key()
        invitation.digest, invitation.sent_at = digest(key), now()
        invitation.save(update_fields=["digest", "sent_at"])
        _mail(invitation, key)
    return True


def send_waiting(limit: int = 200) -> int:
    """Send what a crash or an absent broker left behind; tells how many left."""
    waiting = Invitation.objects.to_send().order_by("created_at").values_list("pk", flat=True)
    return sum(send(pk) for pk in list(waiting[:limit]))


def _mail(invitation: Invitation, key: str) -> None:
    """The link; or, to an address that has an account, a mail that says so."""
    context: dict[str, object]
    if account_named(invitation.email):
        url = settings.SITE_URL + reverse("account_reset_password")
        template, context = "account/email/account_already_exists", {"password_reset_url": url}
    else:
        url = settings.SITE_URL + reverse("activation_link", args=[key])
        template = "family/mails/invitation"
        context = {"adult": invitation.adult, "url": url, "until": invitation.expires_at}
    mails.send(template, invitation.email, context)
