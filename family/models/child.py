"""Children and where they live."""

import uuid
from datetime import date

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from town.models import Facility


@pghistory.track()
class Child(models.Model):
    """A child known to the town. May live in two households."""

    class Level(models.TextChoices):
        """French school levels; empty before school."""

        NONE = "", _("Pas encore à l’école")
        PS = "PS", _("Petite section")
        MS = "MS", _("Moyenne section")
        GS = "GS", _("Grande section")
        CP = "CP", "CP"
        CE1 = "CE1", "CE1"
        CE2 = "CE2", "CE2"
        CM1 = "CM1", "CM1"
        CM2 = "CM2", "CM2"
        COLLEGE = "COL", _("Collège")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    birth_date = models.DateField(_("date de naissance"))
    school = models.ForeignKey(
        Facility,
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": Facility.Kind.SCHOOL},
        related_name="pupils",
    )
    level = models.CharField(_("niveau"), max_length=3, choices=Level, blank=True)
    households = models.ManyToManyField(
        "family.Household",
        through="family.Residence",
        related_name="children",
    )

    class Meta:
        ordering = ["-birth_date", "first_name"]
        verbose_name_plural = "children"

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def age_on(self, day: date) -> int:
        """Full years on a day."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)

    def months_on(self, day: date) -> int:
        """Full months on a day, for the ages of early childhood."""
        months = (day.year - self.birth_date.year) * 12 + day.month - self.birth_date.month
        return months - (day.day < self.birth_date.day)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Residence(models.Model):
    """A child's home in a household; alternating custody has two."""

    class Pattern(models.TextChoices):
        FULL = "full", _("Toujours")
        ALTERNATING = "alternating", _("En alternance")
        VISITS = "visits", _("Droit de visite")

    child = models.ForeignKey(Child, models.CASCADE, related_name="residences")
    household = models.ForeignKey("family.Household", models.CASCADE, related_name="residences")
    pattern = models.CharField(max_length=12, choices=Pattern, default=Pattern.FULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "household"], name="child_once_a_household")
        ]

    def __str__(self) -> str:
        return f"{self.child_id} @ {self.household_id}"
