"""What the town keeps of a child's vaccines: that somebody looked, when, and what came of it."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class VaccineCheck(models.Model):
    """One look at a proof of vaccination. For school and leisure the check is kept, never the
    booklet: which vaccine was missing is told to the family, and written nowhere."""

    child = models.ForeignKey("family.Child", models.CASCADE, related_name="vaccine_checks")
    up_to_date = models.BooleanField(_("à jour"))
    checked_on = models.DateField(_("contrôlé le"))
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Start of the provisional admission: a second look at an incomplete proof does not renew it.
    admitted_on = models.DateField(null=True, blank=True)
    case_reference = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"vaccines of child {self.child_id}, seen {self.checked_on}"
