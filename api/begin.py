"""Beginning a draft: which démarche, and for whom."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts.models import User
from accounts.roles import staff_of
from api.strict import Id, Slug
from cases.models import Case
from family.models import Adult, Household
from family.permissions import KEEPERS, household_at_counter
from workflows.engine import drafts
from workflows.engine.settings import closed_words, procedure_in_force

NO_APPLICANT = _("Indiquez la personne qui fait la demande.")
NOT_THEIRS = _("Cette démarche est réservée aux responsables du foyer.")
NO_HOUSEHOLD = _("Indiquez un foyer de cette personne.")


class BeginAsked(serializers.Serializer):
    """Which démarche to begin; an agent at the counter also says for whom."""

    procedure = Slug(max_length=40)
    household = Id(required=False, help_text="Which of one's homes; for staff, whose.")
    applicant = Id(required=False, help_text="For staff only.")


def begin(user: User, asked: dict[str, Any]) -> Case:
    """A new draft, for the caller's own home, or for a family at the counter."""
    procedure = procedure_in_force(asked["procedure"])
    if procedure is None or procedure.for_visitors:
        raise ValidationError({"procedure": [_("Cette démarche n’est pas ouverte.")]})
    if not procedure.open_on(localdate()):
        raise ValidationError({"procedure": [closed_words(procedure)]})
    whom = _at_counter if staff_of(user) else _oneself
    applicant, household = whom(user, asked)
    if not procedure.open_to(applicant, household):
        raise ValidationError({"procedure": [NOT_THEIRS]})
    return drafts.begin(procedure, user=user, applicant=applicant, household=household)


def _oneself(user: User, asked: dict[str, Any]) -> tuple[Adult, Household]:
    """The caller, for the home chosen or the one that he or she answers for."""
    adult: Adult | None = getattr(user, "adult", None)
    if adult is None or asked.get("applicant", adult.public_id) != adult.public_id:
        raise ValidationError({"applicant": [NO_APPLICANT]})
    homes = adult.memberships.select_related("household")
    if "household" in asked:
        homes = homes.filter(household__public_id=asked["household"])
    found = homes.filter(role__in=KEEPERS).first() or homes.first()
    if found is None:
        raise ValidationError({"household": [NO_HOUSEHOLD]})
    return adult, found.household


def _at_counter(user: User, asked: dict[str, Any]) -> tuple[Adult, Household]:
    """An adult of the family who may decide for one of its children."""
    if "household" not in asked:
        raise ValidationError({"household": [NO_HOUSEHOLD]})
    household = household_at_counter(user, asked["household"])
    people = Adult.objects.filter(
        memberships__household=household,
        ties__may_decide=True,
        ties__child__households=household,
        public_id=asked.get("applicant"),
    )
    adult = people.first()
    if adult is None:
        raise ValidationError({"applicant": [NO_APPLICANT]})
    return adult, household
