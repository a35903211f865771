"""What a household's prices rest on."""

import pghistory
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where a figure comes from."""

    DECLARED = "declared", _("Déclaré, avec justificatif")
    CAF = "caf", _("CAF")
    MSA = "msa", _("MSA")
    ESTIMATE = "estimate", _("Estimation de la ville")


@pghistory.track()
class QuotientFamilial(models.Model):
    """A quotient familial as the CAF or the MSA gave it: never recomputed by us."""

    Source = Source

    household = models.ForeignKey("family.Household", models.CASCADE, related_name="quotients")
    value_cents = models.PositiveIntegerField(_("quotient familial (centimes)"))
    month = models.DateField(_("mois de référence"))
    source = models.CharField(max_length=10, choices=Source)
    valid_from = models.DateField(_("pris en compte à partir du"))
    valid_until = models.DateField(_("valable jusqu’au"))
    case_reference = models.CharField(max_length=20, blank=True)
    fetched_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-month", "-pk"]

    def __str__(self) -> str:
        return f"{self.household_id} · {self.month:%Y-%m}"


@pghistory.track()
class ChildcareResources(models.Model):
    """The yearly resources and dependent children by which a crèche is paid (PSU)."""

    household = models.ForeignKey("family.Household", models.CASCADE, related_name="resources")
    yearly_cents = models.PositiveIntegerField(_("ressources annuelles (centimes)"))
    year = models.PositiveSmallIntegerField(_("année des ressources"))
    children = models.PositiveSmallIntegerField(_("enfants à charge"))
    disabled_children = models.PositiveSmallIntegerField(
        _("enfants bénéficiaires de l’AEEH"), default=0
    )
    source = models.CharField(max_length=10, choices=Source)
    valid_from = models.DateField(_("pris en compte à partir du"))
    valid_until = models.DateField(_("valable jusqu’au"))
    case_reference = models.CharField(max_length=20, blank=True)
    fetched_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.household_id} · {self.year}"


@pghistory.track()
class Allocataire(models.Model):
    """The household's number at its fund: kept as it is written, never a key."""

    class Fund(models.TextChoices):
        CAF = "caf", _("CAF")
        MSA = "msa", _("MSA")

    household = models.OneToOneField("family.Household", models.CASCADE, related_name="allocataire")
    fund = models.CharField(_("organisme"), max_length=3, choices=Fund)
    number = models.CharField(_("numéro d’allocataire"), max_length=15, blank=True)

    def __str__(self) -> str:
        return f"{self.household_id} · {self.fund}"
