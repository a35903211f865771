"""Proving an e-mail address by a code sent to it: the address counts once the code is typed back.

What it is for (a request's number) and to whom it was sent bind the proof.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from accounts import codes, mails
from accounts.adapter import InvitedOnly
from accounts.lookup import account_named
from accounts.models import AddressCode, User
from accounts.throttling import Allowance, spend

SENDING = Allowance("address-code", tries=20, window=timedelta(hours=1))  # by one account
SENDING_TO = Allowance("address-code-to", tries=5, window=timedelta(hours=1))
PROOF_LIFE = timedelta(days=1)  # a draft left for longer asks for another code


def send_code(*, about: str, email: str, owner: User | None, by: User) -> None:
    """Send a fresh code; those sent before are over.

    To an address that is another account's, a mail that says so: the page answers the same, so
    that nobody learns here who has an account. Raises TooMany, or what the mail server says.
    """
    spend(SENDING, str(by.pk))
    spend(SENDING_TO, email.lower())
    rows = AddressCode.objects.filter(about=about, proven_at=None)
    rows.update(expires_at=now())
    code, kept = codes.fresh()
    row = AddressCode.objects.create(
        about=about, sent_to=email, code_hash=kept, expires_at=now() + codes.LIFE
    )
    try:
        if is_taken(email, owner):
            InvitedOnly().send_account_already_exists_mail(email)
        else:
            context = {"code": code, "minutes": codes.MINUTES}
            mails.send("account/email/address_code", email, context)
    except Exception:
        row.delete()
        raise


def is_taken(email: str, owner: User | None) -> bool:
    """Whether the address opens the account of somebody else."""
    account = account_named(email)
    return account is not None and account != owner


def awaited(about: str, email: str) -> AddressCode | None:
    """The code that was sent to this address and can still be typed."""
    row = AddressCode.objects.filter(about=about, proven_at=None).first()
    return row if row and codes.usable(row) and row.sent_to == email else None


def prove(*, about: str, email: str, code: str) -> None:
    """Take the code as the proof. Raises WrongCode, CodeOver."""
    row = awaited(about, email)
    if row is None:
        raise codes.CodeOver
    codes.check(row, AddressCode, code)
    row.proven_at = now()
    row.save(update_fields=["proven_at"])


def proof(about: str, email: str) -> AddressCode | None:
    """The proof of this very address, while it is fresh."""
    since = now() - PROOF_LIFE
    return AddressCode.objects.filter(about=about, sent_to=email, proven_at__gt=since).first()


def forget_old() -> int:
    """Drop what proves nothing any more; returns how many."""
    old = now() - PROOF_LIFE
    rows = AddressCode.objects.filter(Q(proven_at=None, expires_at__lt=old) | Q(proven_at__lt=old))
    return rows.delete()[0]
