"""Households and the adults who live in them."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Household(models.Model):
    """People at one address. Parents who live apart each have their own."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    name = models.CharField(_("nom du foyer"), max_length=160)
    street = models.CharField(_("adresse"), max_length=200)
    complement = models.CharField(_("complément d’adresse"), max_length=200, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5)
    city = models.CharField(_("commune"), max_length=100)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def address_lines(self) -> list[str]:
        """The postal address, line by line, without empty lines."""
        lines = [self.street, self.complement, f"{self.postcode} {self.city}"]
        return [line for line in lines if line.strip()]


@pghistory.track()
class Adult(models.Model):
    """A parent or another adult of a household; may have an account."""

    class Title(models.TextChoices):
        MADAME = "mme", _("Madame")
        MONSIEUR = "m", _("Monsieur")
        NONE = "", _("Sans civilité")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=3, choices=Title, blank=True)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    birth_name = models.CharField(_("nom de naissance"), max_length=80, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    mobile = models.CharField(_("téléphone portable"), max_length=20, blank=True)
    phone = models.CharField(_("autre téléphone"), max_length=20, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="adult",
    )
    households = models.ManyToManyField(
        Household,
        through="family.Membership",
        related_name="adults",
    )

    class Meta:
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    """An adult's place in a household."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("Responsable")
        CO_REPRESENTATIVE = "co_representative", _("Co-représentant")
        MEMBER = "member", _("Membre du foyer")

    household = models.ForeignKey(Household, models.CASCADE, related_name="memberships")
    adult = models.ForeignKey(Adult, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "adult"], name="adult_once_a_household"),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(role="representative"),
                name="one_representative_a_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adult_id} · {self.role}"
