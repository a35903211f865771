"""The log of readings of sensitive sections, shown to the parents concerned."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SensitiveReading(models.Model):
    """Who read which sensitive section of whom, when, and for which case."""

    class Section(models.TextChoices):
        HEALTH = "health", _("Santé")
        INCOME = "income", _("Ressources")
        BANK = "bank", _("Coordonnées bancaires")

    section = models.CharField(max_length=8, choices=Section)
    child = models.ForeignKey("family.Child", models.CASCADE, null=True, blank=True)
    household = models.ForeignKey("family.Household", models.CASCADE, null=True, blank=True)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    case_reference = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.section} · {self.reader_id} · {self.at:%Y-%m-%d}"
