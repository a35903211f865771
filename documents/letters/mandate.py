"""The SEPA mandate, to sign by hand or to keep."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from documents.letters.parts import Letter


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who signed online, when, with a code sent to which address."""

    at: datetime
    address: str
    by: str


@dataclass(frozen=True, kw_only=True)
class MandateLetter(Letter):
    """A recurrent mandate of the SEPA Core scheme; the account is masked."""

    template: ClassVar[str] = "mandate"

    rum: str
    creditor_id: str
    creditor: str
    holder: str
    account: str
    starts_on: date
    signed: Signed | None = None
