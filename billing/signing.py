"""Signing online: a code sent to the signer's own address binds one text to one person.

The code is kept as a slow hash, the text as a digest: a changed word must be signed anew.
"""

from datetime import timedelta

from django.utils.timezone import now

from accounts import codes, mails
from accounts.codes import LIFE, TRIES, CodeOver, WrongCode
from accounts.models import User
from accounts.throttling import Allowance, spend
from billing.models import SigningCode
from family.models import Adult
from town.sealing import Sealed

__all__ = ["LIFE", "TRIES", "CodeOver", "WrongCode", "awaited", "send_code", "sign", "signed"]

SENDING = Allowance("signing-code", tries=5, window=timedelta(hours=1))


class NoAddress(Exception):
    """The signer has given no e-mail address."""


def send_code(*, case: str, adult: Adult, digest: str) -> None:
    """Send a fresh code; those sent before are over.

    Raises NoAddress, `accounts.throttling.TooMany`, or what the mail server says.
    """
    if not adult.email:
        raise NoAddress
    spend(SENDING, case)
    code, kept = codes.fresh()
    SigningCode.objects.filter(case_reference=case, signed_at=None).update(expires_at=now())
    row = SigningCode.objects.create(
        case_reference=case,
        adult=adult,
        digest=Sealed.of(digest),
        sent_to=adult.email,
        code_hash=kept,
        expires_at=now() + LIFE,
    )
    context = {"adult": adult, "code": code, "minutes": codes.MINUTES}
    try:
        mails.send("billing/mails/signing_code", row.sent_to, context)
    except Exception:
        row.delete()
        raise


def awaited(case: str, digest: str) -> SigningCode | None:
    """The code that was sent for this text and can still be typed."""
    row = SigningCode.objects.filter(case_reference=case, signed_at=None).first()
    return row if row and codes.usable(row) and row.digest.open() == digest else None


def sign(*, case: str, digest: str, code: str, account: User) -> SigningCode:
    """Sign the text with the code. Raises WrongCode, CodeOver. A wrong try is counted at once."""
    row = awaited(case, digest)
    if row is None:
        raise CodeOver
    codes.check(row, SigningCode, code)
    row.signed_at, row.signed_by = now(), account
    row.save(update_fields=["signed_at", "signed_by"])
    return row


def signed(case: str, digest: str) -> SigningCode | None:
    """The signature of this very text, if it was signed."""
    for row in SigningCode.objects.filter(case_reference=case, signed_at__isnull=False):
        if row.digest.open() == digest:
            return row
    return None
