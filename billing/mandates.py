"""Mandates from their text to their end: drawn up, accepted, replaced, revoked."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from billing.iban import masked
from billing.models import Mandate, Signature, SigningCode
from family.models import Adult, Household
from town.identity import Identity
from town.sealing import Sealed


def reference_for(case: str) -> str:
    """The « RUM » of a case's mandate: at most 35 signs of those that banks read, no account."""
    return f"FAMILLE-{case}"


@dataclass(frozen=True)
class Terms:
    """All that is signed: who may debit which account, for whom, from when."""

    rum: str
    creditor_id: str
    creditor: str
    holder: str
    iban: str
    starts_on: date

    @classmethod
    def of(cls, town: Identity, *, case: str, holder: str, iban: str, starts_on: date) -> "Terms":
        """The terms that the town proposes."""
        return cls(
            rum=reference_for(case),
            creditor_id=town.creditor_id,
            creditor=town.creditor,
            holder=holder,
            iban=iban,
            starts_on=starts_on,
        )

    def __repr__(self) -> str:
        return f"Terms({self.rum}, {masked(self.iban)})"

    @property
    def digest(self) -> str:
        """SHA-256 of the terms: changes with any word of them."""
        said = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def draw_up(
    terms: Terms,
    *,
    household: Household,
    signer: Adult | None,
    case: str,
    signed: SigningCode | None,
) -> Mandate:
    """The mandate as it was signed, with its proof, to be checked by the town."""
    mandate = Mandate.objects.create(
        household=household,
        signer=signer,
        rum=terms.rum,
        creditor_id=terms.creditor_id,
        creditor=terms.creditor,
        holder=terms.holder,
        iban=Sealed.of(terms.iban),
        shown=masked(terms.iban),
        wished_from=terms.starts_on,
        case_reference=case,
    )
    proof = (
        {
            "kind": Signature.Kind.ONLINE,
            "signed_at": signed.signed_at,
            "account": signed.signed_by,
            "sent_to": signed.sent_to,
            "code_hash": signed.code_hash,
        }
        if signed
        else {"kind": Signature.Kind.PAPER}
    )
    Signature.objects.create(mandate=mandate, digest=Sealed.of(terms.digest), **proof)
    return mandate


@transaction.atomic
def accept(mandate: Mandate) -> None:
    """Let it hold from the day wished, today at the soonest, in the place of any other."""
    day = max(mandate.wished_from, localdate())
    _end(mandate.household_id, day, Mandate.End.REPLACED)
    mandate.state, mandate.valid_from = Mandate.State.ACCEPTED, day
    mandate.save(update_fields=["state", "valid_from"])


def discard(mandate: Mandate) -> None:
    """It will never hold: refused, or left."""
    mandate.state = Mandate.State.DISCARDED
    mandate.save(update_fields=["state"])


@transaction.atomic
def revoke(household: Household, day: date) -> int:
    """End the household's mandates from a day on; returns how many."""
    return _end(household.pk, day, Mandate.End.REVOKED)


def _end(household_id: int, day: date, why: str) -> int:
    """A mandate to come ends before it began."""
    # One at a time a household: the second waits here, and finds what the first has left.
    list(Household.objects.select_for_update(no_key=True).filter(pk=household_id).values_list("pk"))
    ended = 0
    for mandate in Mandate.objects.filter(household=household_id).standing(day):
        mandate.ended_on, mandate.end = max(day, mandate.valid_from or day), why
        mandate.save(update_fields=["ended_on", "end"])
        ended += 1
    return ended


def in_force(household: Household, day: date) -> Mandate | None:
    """The mandate under which the household can be debited on a day."""
    return Mandate.objects.filter(household=household).in_force_on(day).first()


def standing(household: Household | None, day: date) -> Mandate | None:
    """The one in force, or that which will be."""
    return Mandate.objects.filter(household=household).standing(day).first()
