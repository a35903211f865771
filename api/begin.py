"""Beginning a draft: which démarche, and for whom."""

from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts.models import User
from accounts.roles import staff_of
from cases.models import Case
from family.models import Adult, Household, Membership
from workflows.engine import drafts
from workflows.engine.procedure import registry


class BeginAsked(serializers.Serializer):
    """Which démarche to begin; an agent at the counter also says for whom."""

    procedure = serializers.SlugField(max_length=40)
    household = serializers.UUIDField(required=False, help_text="When one has several homes.")
    applicant = serializers.UUIDField(required=False, help_text="For staff only.")


def begin(user: User, asked: dict[str, Any]) -> Case:
    """A new draft, for the caller's own home, or for a family at the counter."""
    procedure = registry.get(asked["procedure"])
    if procedure is None or procedure.for_visitors or not procedure.open_on(localdate()):
        raise ValidationError({"procedure": [_("Cette démarche n’est pas ouverte.")]})
    applicant = _applicant(user, asked.get("applicant"))
    household = _household(applicant, asked.get("household"))
    return drafts.begin(procedure, user=user, applicant=applicant, household=household)


def _applicant(user: User, public_id: UUID | None) -> Adult:
    if staff_of(user):
        found = Adult.objects.filter(public_id=public_id).first() if public_id else None
    else:
        found = getattr(user, "adult", None)
        if public_id and (found is None or found.public_id != public_id):
            found = None
    if found is None:
        raise ValidationError({"applicant": [_("Indiquez la personne qui fait la demande.")]})
    return found


def _household(applicant: Adult, public_id: UUID | None) -> Household:
    homes = Household.objects.filter(memberships__adult=applicant)
    if public_id:
        homes = homes.filter(public_id=public_id)
    ranked = homes.filter(
        memberships__role__in=[Membership.Role.REPRESENTATIVE, Membership.Role.CO_REPRESENTATIVE],
        memberships__adult=applicant,
    )
    found = ranked.first() or homes.first()
    if found is None:
        raise ValidationError({"household": [_("Indiquez un foyer de cette personne.")]})
    return found
