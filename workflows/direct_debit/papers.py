"""The mandate as a paper: to sign by hand, or to keep once signed."""

from django.conf import settings
from django.utils.timezone import localdate

from billing.mandates import Terms
from cases.models import Case
from documents.letters.mandate import MandateLetter, Signed
from documents.letters.parts import Recipient, Sender
from town.models import Service
from workflows.direct_debit.asked import mandate_of, shown_iban, terms


def mandate_letter(case: Case) -> MandateLetter:
    """The mandate of a case: as it was signed, or as it would be. The account is masked: on
    paper, its holder writes it by hand."""
    mandate = mandate_of(case)
    if mandate is not None:
        signature, shown = mandate.signature, mandate.shown
        agreed = (mandate.rum, mandate.creditor_id, mandate.creditor, mandate.holder)
        begins = mandate.valid_from or mandate.wished_from
        signed = (
            Signed(at=signature.signed_at, address=signature.sent_to, by=str(mandate.signer))
            if signature.signed_at
            else None
        )
    else:
        draft = terms(case)
        if draft is None:
            raise LookupError(f"case {case.reference} has no account yet")
        agreed, begins = _agreed(draft), draft.starts_on
        shown, signed = shown_iban(case), None
    service = case.service or Service.objects.filter(slug=settings.BILLING_SERVICE).first()
    service = service or Service.objects.order_by("pk")[0]
    return MandateLetter(
        sender=Sender.of(service, town=settings.TOWN.name),
        recipient=_recipient(case),
        place=settings.TOWN.place,
        day=localdate(),
        reference=case.reference,
        rum=agreed[0],
        creditor_id=agreed[1],
        creditor=agreed[2],
        holder=agreed[3],
        account=shown,
        starts_on=begins,
        signed=signed,
    )


def _agreed(draft: Terms) -> tuple[str, str, str, str]:
    return draft.rum, draft.creditor_id, draft.creditor, draft.holder


def _recipient(case: Case) -> Recipient:
    if case.applicant and case.household:
        return Recipient.of(case.applicant, case.household)
    home = case.household
    return Recipient(
        name=home.name if home else "", address=tuple(home.address_lines) if home else ()
    )
