"""Health facts of a child: read only for a task that needs them, each reading logged."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class HealthRecord(models.Model):
    """Diet, allergies, PAI, doctor: one record a child."""

    class Diet(models.TextChoices):
        """Needs, never beliefs (CNIL: « sans porc » yes, « halal » no)."""

        STANDARD = "standard", _("Repas standard")
        NO_PORK = "no_pork", _("Sans porc")
        VEGETARIAN = "vegetarian", _("Sans viande")
        GLUTEN_FREE = "gluten_free", _("Sans gluten")
        HOME_MEAL = "home_meal", _("Panier-repas (PAI)")

    child = models.OneToOneField("family.Child", models.CASCADE, related_name="health")
    diet = models.CharField(_("régime"), max_length=12, choices=Diet, default=Diet.STANDARD)
    allergies = models.TextField(_("allergies"), blank=True)
    has_pai = models.BooleanField(_("PAI en cours"), default=False)
    care_needs = models.TextField(_("besoins particuliers"), blank=True)
    doctor = models.CharField(_("médecin traitant"), max_length=160, blank=True)
    photo_allowed = models.BooleanField(_("droit à l’image accordé"), default=False)
    emergency_care_allowed = models.BooleanField(_("soins d’urgence autorisés"), default=True)
    may_leave_alone = models.BooleanField(_("peut rentrer seul"), default=False)

    def __str__(self) -> str:
        return f"health of child {self.child_id}"
