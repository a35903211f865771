"""The projet d’accueil individualisé (PAI): what is agreed for a child who needs care."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from family.models.child import Child
from town.models import Facility


@pghistory.track()
class CarePlan(models.Model):
    """Agreed in a meeting at each entry in a school level, for the whole time in it.

    The physician's document stays in its case; here stand the dates by which the plan lives.
    """

    class Stage(models.TextChoices):
        """The levels of schooling; entering one asks for a new plan (circular of 10 Feb 2021)."""

        BEFORE = "before", _("Avant l’école")
        NURSERY = "nursery", _("École maternelle")
        PRIMARY = "primary", _("École élémentaire")
        COLLEGE = "college", _("Collège")

    child = models.ForeignKey(Child, models.CASCADE, related_name="care_plans")
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="care_plans"
    )
    stage = models.CharField(_("niveau"), max_length=8, choices=Stage)
    meets_at = models.DateTimeField(_("réunion"), null=True, blank=True)
    place = models.CharField(_("lieu de la réunion"), max_length=160, blank=True)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    review_on = models.DateField(_("à refaire avant le"), null=True, blank=True)
    ended_on = models.DateField(_("terminé le"), null=True, blank=True)
    case_reference = models.CharField(max_length=20, unique=True)
    # Who has been reminded of the review, by id: a cut between two mails sends none again.
    reminded = ArrayField(models.UUIDField(), default=list, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-signed_on", "-pk"]
        indexes = [
            models.Index(
                fields=["review_on"],
                name="care_plan_to_review",
                condition=models.Q(
                    signed_on__isnull=False, ended_on__isnull=True, reminded_at__isnull=True
                ),
            )
        ]

    def __str__(self) -> str:
        return f"care plan of child {self.child_id}"
