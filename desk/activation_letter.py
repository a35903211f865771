"""The letter that brings a « clé enfance » to someone of the case's household."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.permissions import Level, case_for
from desk.access import staff_only
from documents import pdf
from documents.letters import ActivationKey, Recipient, Sender
from family.invitations import AlreadyHasAccount, invite_by_letter
from family.models import Adult, Invitation


@staff_only
@require_POST
@never_cache
@sensitive_variables("key")
def key_letter(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    """A new key for an adult of the household, as PDF to print; an earlier letter stops serving."""
    case = case_for(request.user, reference, Level.WRITE)
    adults = Adult.objects.filter(memberships__household=case.household_id)
    adult = adults.filter(public_id=public_id).first()
    if adult is None or case.household is None:
        raise Http404
    try:
        invitation, key = invite_by_letter(adult=adult, by=request.user)
    except AlreadyHasAccount:
        raise Http404 from None
    written = pdf.write(_letter(case, invitation, key))
    headers = {"Content-Disposition": 'inline; filename="cle-enfance.pdf"'}
    return HttpResponse(written, content_type="application/pdf", headers=headers)


def _letter(case: Case, invitation: Invitation, key: str) -> ActivationKey:
    adult, household, town = invitation.adult, case.household, settings.TOWN
    return ActivationKey(
        sender=Sender.of(case.service, town=town.name),
        recipient=Recipient.of(adult, household),
        place=town.place,
        day=localdate(),
        reference=household.reference,
        greeting=adult.get_title_display() if adult.title else _("Bonjour"),
        key=key,
        link=settings.SITE_URL + reverse("activation_link", args=[key]),
        site=urlsplit(settings.SITE_URL).netloc,
        expires_on=localdate(invitation.expires_at),
    )
