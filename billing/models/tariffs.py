"""Tariffs by quotient familial. Amounts are whole cents, dated, never constants in code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import Activity


class Tariff(models.Model):
    """A price list for one kind of activity, voted by the council, from a date."""

    class Unit(models.TextChoices):
        MEAL = "meal", _("repas")
        SESSION = "session", _("séance")
        HALF_DAY = "half_day", _("demi-journée")
        DAY = "day", _("journée")
        HOUR = "hour", _("heure")
        YEAR = "year", _("an")

    activity_kind = models.CharField(max_length=14, choices=Activity.Kind)
    unit = models.CharField(max_length=8, choices=Unit)
    valid_from = models.DateField()
    decision = models.CharField(max_length=120)  # the council's decision it comes from

    class Meta:
        ordering = ["activity_kind", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.activity_kind} · {self.valid_from}"


class TariffBand(models.Model):
    """The price for quotients from `from_cents` up to the next band."""

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="bands")
    from_cents = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField()

    class Meta:
        ordering = ["from_cents"]
        constraints = [
            models.UniqueConstraint(fields=["tariff", "from_cents"], name="one_band_a_floor")
        ]

    def __str__(self) -> str:
        return f"{self.tariff_id} · {self.from_cents}"
