"""What a household's prices rest on."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class QuotientFamilial(models.Model):
    """A quotient familial as the CAF or the MSA gave it: never recomputed by us."""

    class Source(models.TextChoices):
        DECLARED = "declared", _("Déclaré, avec justificatif")
        CAF = "caf", _("CAF")
        MSA = "msa", _("MSA")
        ESTIMATE = "estimate", _("Estimation de la ville")

    household = models.ForeignKey("family.Household", models.CASCADE, related_name="quotients")
    value_cents = models.PositiveIntegerField(_("quotient familial (centimes)"))
    month = models.DateField(_("mois de référence"))
    source = models.CharField(max_length=10, choices=Source)
    fetched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-month", "-pk"]

    def __str__(self) -> str:
        return f"{self.household_id} · {self.month:%Y-%m}"
