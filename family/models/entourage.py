"""People around a child: whom to call, who may collect."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contact(models.Model):
    """Someone of the entourage, named by one household for one child."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey("family.Child", models.CASCADE, related_name="contacts")
    household = models.ForeignKey("family.Household", models.CASCADE, related_name="contacts")
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    link = models.CharField(_("lien avec l’enfant"), max_length=60)
    phone = models.CharField(_("téléphone"), max_length=20)
    may_collect = models.BooleanField(_("peut venir chercher l’enfant"), default=False)
    may_be_called = models.BooleanField(_("à appeler en cas d’urgence"), default=True)

    class Meta:
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
