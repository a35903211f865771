"""Whose turn it is, and who may receive an event: the words everybody shares."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """The sides of a case's clock."""

    TOWN = "town", _("la mairie")
    FAMILY = "family", _("la famille")
    THIRD = "third", _("un tiers")


class Audience(models.TextChoices):
    """Who may ever receive an event."""

    FAMILY = "family", _("Toute personne qui peut suivre la demande")
    HOUSEHOLD = "household", _("Le foyer qui a fait la demande")
    STAFF = "staff", _("Le service")
