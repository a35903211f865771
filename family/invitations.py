"""Opening an account for a known adult: « clé enfance » by post, or a link by e-mail.

A key by post proves who one is, a link by e-mail also proves the address. An account needs a
proven address, so the holder of a letter first asks for the link.
"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from accounts.opening import open_account
from family.changes import recorded
from family.models import Adult, Invitation, Membership
from family.tasks import queue_invitation

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing to misread
LENGTH = 16  # 5 bits each: 80 bits
CONFUSED = str.maketrans("OIL", "011", " -–.\u00a0")
Channel = Invitation.Channel


class KeyRefused(Exception):
    """Wrong, used or expired: the same answer for all, nobody learns which."""


class AlreadyHasAccount(Exception):
    """The adult signs in already: nothing to invite to."""


def new_key() -> str:
    """A key as it is printed: « 7F3K-9QZP-04MX-TT2B »."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[n : n + 4] for n in range(0, LENGTH, 4))


def digest(key: str) -> str:
    """What is kept of a key, however it was typed: spaces, hyphens, O for 0, I and L for 1."""
    plain = key.upper().translate(CONFUSED)
    return hashlib.sha256(f"invitation:{plain}".encode()).hexdigest()


def open_key(key: str) -> Invitation | None:
    """The invitation that this key opens, if it still serves; one query in every case."""
    return Invitation.objects.open().select_related("adult").filter(digest=digest(key)).first()


def invite_by_letter(*, adult: Adult, by: User | None) -> tuple[Invitation, str]:
    """A key to print; earlier letters stop serving. The key is given here once, never kept."""
    key = new_key()
    with transaction.atomic():
        _require_no_account(adult)
        adult.invitations.open().filter(channel=Channel.POST).update(expires_at=now())
        invitation = _invitation(adult, Channel.POST, key=key, by=by)
        invitation.save()
    return invitation, key


def invite_by_mail(*, adult: Adult, email: str = "", by: User | None = None) -> Invitation:
    """Queue a link to an address (the adult's own when none is given).

    The key is made when the mail is sent: it is neither kept nor queued in clear.
    """
    with transaction.atomic():
        _require_no_account(adult)
        invitation = _invitation(adult, Channel.MAIL, key=new_key(), by=by)
        invitation.email = (email or adult.email).lower()
        invitation.save()
        queue_invitation(invitation.pk)
    return invitation


def ask_link(*, key: str, email: str) -> None:
    """The holder of a key gives the address of the account to be: the link goes there."""
    held = open_key(key)
    if held is None:
        raise KeyRefused
    invite_by_mail(adult=held.adult, email=email, by=held.created_by)


def accept(*, key: str, identifier: str, password: str) -> User:
    """Open the account on the address that the key proves; the key serves once.

    Raises KeyRefused, or what `open_account` raises; nothing is written then.
    """
    held = open_key(key)
    if held is None or held.channel != Channel.MAIL:
        raise KeyRefused
    with transaction.atomic():
        adult = Adult.objects.select_for_update().get(pk=held.adult_id)
        if not Invitation.objects.open().filter(pk=held.pk).exists():
            raise KeyRefused
        user = open_account(
            identifier=identifier,
            email=held.email,
            password=password,
            first_name=adult.first_name,
            last_name=adult.last_name,
        )
        adult.invitations.filter(pk=held.pk).update(used_at=now())
        adult.invitations.filter(used_at=None, expires_at__gt=now()).update(expires_at=now())
        with recorded(user=user):
            adult.user, adult.email = user, held.email
            adult.save(update_fields=["user", "email"])
    return user


def invite_known_families(*, by: User | None = None) -> int:
    """A link to each representative with an e-mail, no account and no open invitation."""
    roles = [Membership.Role.REPRESENTATIVE, Membership.Role.CO_REPRESENTATIVE]
    adults = Adult.objects.filter(user=None, memberships__role__in=roles).exclude(email="")
    waiting = Invitation.objects.open().filter(channel=Channel.MAIL).values("adult")
    rows = []
    for adult in adults.exclude(pk__in=waiting).distinct():
        row = _invitation(adult, Channel.MAIL, key=new_key(), by=by)
        row.email = adult.email.lower()
        rows.append(row)
    return len(Invitation.objects.bulk_create(rows))  # the periodic sweep sends them


def _require_no_account(adult: Adult) -> None:
    """Lock the adult's row; refuse when an account is there."""
    if Adult.objects.select_for_update().get(pk=adult.pk).user_id:
        raise AlreadyHasAccount


def _invitation(adult: Adult, channel: str, *, key: str, by: User | None) -> Invitation:
    return Invitation(
        adult=adult,
        channel=channel,
        digest=digest(key),
        expires_at=now() + timedelta(days=settings.INVITATION_DAYS[channel]),
        created_by=by,
    )
