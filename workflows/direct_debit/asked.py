"""What an adhesion declares, read back from its case: the account is opened only where needed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings

from billing.iban import WrongIban, checked, masked
from billing.mandates import Terms
from billing.models import Mandate
from cases.models import Case
from family.models import Membership
from family.permissions import KEEPERS
from town.sealing import SealBroken, unseal

ACCOUNT, SIGNING = "compte", "signature"
ONLINE, PAPER = "online", "paper"
DATES = ["%Y-%m-%d", "%d/%m/%Y"]


def said(case: Case, name: str) -> str:
    """An answer of the account's step, sent or still in draft."""
    declared = case.data.get("declared", {}).get(ACCOUNT)
    if declared is not None:
        return str(declared.get(name, ""))
    typed: Sequence[str] = case.data.get("typed", {}).get(ACCOUNT, {}).get(name) or [""]
    return typed[0]


def iban_of(case: Case) -> str:
    """The whole account, for the mandate and its check; nothing while there is none."""
    token = said(case, "iban")
    try:
        return checked(unseal(token)) if token else ""
    except (SealBroken, WrongIban):
        return ""


def shown_iban(case: Case) -> str:
    """The account as it may be shown."""
    if shown := said(case, "shown"):
        return shown
    iban = iban_of(case)
    return masked(iban) if iban else ""


def on_paper(case: Case) -> bool:
    """Whether the mandate is signed by hand."""
    return said(case, "how") == PAPER


def terms(case: Case) -> Terms | None:
    """What is to be signed; None until the account is complete."""
    iban, holder, starts = iban_of(case), said(case, "holder"), said(case, "starts_on")
    if not (iban and holder and starts):
        return None
    day = day_of(starts)
    if day is None:
        return None
    return Terms.of(
        settings.TOWN,
        case=case.reference,
        holder=" ".join(holder.split()),
        iban=iban,
        starts_on=day,
    )


def day_of(typed: str) -> date | None:
    """A date as forms and browsers write it."""
    for written in DATES:
        try:
            return datetime.strptime(typed.strip(), written).date()
        except ValueError:
            continue
    return None


def mandate_of(case: Case) -> Mandate | None:
    """The mandate drawn up when the request was sent."""
    return Mandate.objects.filter(case_reference=case.reference).select_related("signature").first()


def may_bind(case: Case) -> bool:
    """Whether who asks may commit the household to pay: one of its representatives. At the
    counter without anybody named, the agent has them before her."""
    if case.applicant_id is None:
        return case.at_counter
    keepers = Membership.objects.filter(household=case.household_id, role__in=KEEPERS)
    return keepers.filter(adult=case.applicant_id).exists()
