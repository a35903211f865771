"""An adult's tie to a child, and the rights that come with it."""

from typing import Self

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


class TieQuerySet(models.QuerySet):
    """Ties by what they allow."""

    def seeing(self) -> Self:
        """Ties that let the adult read what concerns the child."""
        return self.filter(may_see=True)

    def deciding(self) -> Self:
        """Ties that let the adult file a démarche for the child."""
        return self.filter(may_decide=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Tie(models.Model):
    """What an adult is to a child and may do: see, decide, collect, pay.

    Both parents hold authority whatever the household, unless a judgment says otherwise
    (C. civ. art. 372-2); a recorded court order sets the rights by hand.
    """

    class Link(models.TextChoices):
        MOTHER = "mother", _("Mère")
        FATHER = "father", _("Père")
        FOSTER = "foster", _("Famille d’accueil")
        GUARDIAN = "guardian", _("Tuteur ou tutrice")
        STEP = "step", _("Beau-parent")
        GRANDPARENT = "grandparent", _("Grand-parent")
        OTHER = "other", _("Autre lien")

    PARENTS = (Link.MOTHER, Link.FATHER, Link.FOSTER, Link.GUARDIAN)

    adult = models.ForeignKey("family.Adult", models.CASCADE, related_name="ties")
    child = models.ForeignKey("family.Child", models.CASCADE, related_name="ties")
    link = models.CharField(max_length=12, choices=Link)
    has_authority = models.BooleanField(_("autorité parentale"), default=False)
    may_see = models.BooleanField(_("peut consulter"), default=False)
    may_decide = models.BooleanField(_("peut décider"), default=False)
    may_collect = models.BooleanField(_("peut venir chercher"), default=False)
    pays = models.BooleanField(_("paie"), default=False)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adult", "child"], name="one_tie")]

    def __str__(self) -> str:
        return f"{self.adult_id} → {self.child_id} ({self.link})"

    @property
    def is_barred(self) -> bool:
        """A parent or guardian who may not come for the child: for all others that is usual."""
        return not self.may_collect and self.link in self.PARENTS
