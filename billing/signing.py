"""Signing online: a code sent to the signer's own address binds one text to one person.

The code is kept as a slow hash, the text as a digest: a changed word must be signed anew.
"""

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils.timezone import now

from accounts import mails
from accounts.models import User
from accounts.throttling import Allowance, spend
from billing.models import SigningCode
from family.models import Adult
from town.sealing import Sealed

LIFE = timedelta(minutes=15)
TRIES = 5
SENDING = Allowance("signing-code", tries=5, window=timedelta(hours=1))


class NoAddress(Exception):
    """The signer has given no e-mail address."""


class WrongCode(Exception):
    """Not the code that was sent; `left` tries remain."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__("wrong code")


class CodeOver(Exception):
    """No code can be used any more: too old, tried too often, or for another text."""


def send_code(*, case: str, adult: Adult, digest: str) -> None:
    """Send a fresh code; those sent before are over.

    Raises NoAddress, `accounts.throttling.TooMany`, or what the mail server says.
    """
    if not adult.email:
        raise NoAddress
    spend(SENDING, case)
    code = f"{secrets.randbelow(10**6):06d}"
    SigningCode.objects.filter(case_reference=case, signed_at=None).update(expires_at=now())
    row = SigningCode.objects.create(
        case_reference=case,
        adult=adult,
        digest=Sealed.of(digest),
        sent_to=adult.email,
        code_hash=make_password(code),
        expires_at=now() + LIFE,
    )
    minutes = int(LIFE.total_seconds() // 60)
    context = {"adult": adult, "code": f"{code[:3]} {code[3:]}", "minutes": minutes}
    try:
        mails.send("billing/mails/signing_code", row.sent_to, context)
    except Exception:
        row.delete()
        raise


def awaited(case: str, digest: str) -> SigningCode | None:
    """The code that was sent for this text and can still be typed."""
    row = SigningCode.objects.filter(case_reference=case, signed_at=None).first()
    usable = row is not None and row.expires_at > now() and row.tries < TRIES
    return row if row and usable and row.digest.open() == digest else None


def sign(*, case: str, digest: str, code: str, account: User) -> SigningCode:
    """Sign the text with the code. Raises WrongCode, CodeOver. A wrong try is counted at once."""
    row = awaited(case, digest)
    if row is None:
        raise CodeOver
    counted = SigningCode.objects.filter(pk=row.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise CodeOver
    if not check_password("".join(filter(str.isdigit, code)), row.code_hash):
        raise WrongCode(max(TRIES - row.tries - 1, 0))
    row.signed_at, row.signed_by = now(), account
    row.save(update_fields=["signed_at", "signed_by"])
    return row


def signed(case: str, digest: str) -> SigningCode | None:
    """The signature of this very text, if it was signed."""
    for row in SigningCode.objects.filter(case_reference=case, signed_at__isnull=False):
        if row.digest.open() == digest:
            return row
    return None
