"""The second parent: an own account, and the invitation to open it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.throttling import Allowance, TooMany, spend
from family.invitations import AlreadyHasAccount, invite_by_mail
from family.models import Adult, Invitation, Membership
from family.permissions import FamilyReader, may_invite
from portal.family import family_of
from portal.lockout import too_many

INVITATIONS = Allowance("invite", tries=5, window=timedelta(hours=1))


@require_safe
def co_representative(request: HttpRequest) -> HttpResponse:
    """Who the second parent of each home is, and whether he or she has an account."""
    context = {"people": _people(family_of(request), request)}
    return render(request, "portal/family/co_representative.html", context)


def _people(reader: FamilyReader, request: HttpRequest) -> list[dict]:
    """The co-representatives of the homes that one represents; a home has one or two."""
    represented = [
        home for home, role in reader.roles.items() if role == Membership.Role.REPRESENTATIVE
    ]
    rows = Membership.objects.filter(
        household__in=represented, role=Membership.Role.CO_REPRESENTATIVE
    ).select_related("adult", "household")
    return [
        {
            "adult": row.adult,
            "household": row.household,
            "may_invite": may_invite(request.user, row.adult),
            "invited": Invitation.objects.open().filter(adult=row.adult).last(),
        }
        for row in rows
    ]


@require_POST
def invite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the second parent the link that opens an own account."""
    adult = Adult.objects.filter(public_id=public_id).first()
    if adult is None or not may_invite(request.user, adult):
        raise Http404
    try:
        spend(INVITATIONS, str(request.user.pk))
        invite_by_mail(adult=adult, by=request.user)
    except TooMany as error:
        return too_many(request, error.retry_at)
    except AlreadyHasAccount:
        messages.info(request, _("Cette personne a déjà son compte."))
        return redirect("portal:co_representative")
    sent = _("L’invitation part à %(name)s. Son lien sert pendant sept jours.")
    messages.success(request, sent % {"name": adult})
    return redirect("portal:co_representative")
