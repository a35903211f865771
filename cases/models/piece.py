"""Documents asked for in a case, one row each, with what became of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from documents.models import Document
from documents.permissions import MEDICAL


class Piece(models.Model):
    """One document asked for; provided from the store or from the phone."""

    class State(models.TextChoices):
        ASKED = "asked", _("À fournir")
        PROVIDED = "provided", _("Fourni")
        ACCEPTED = "accepted", _("Accepté")
        REFUSED = "refused", _("À refaire")
        ISSUED = "issued", _("Remis par le service")  # written by the town, not asked for

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=20, choices=Document.Kind)
    # L114-5-1: a missing piece stops the case only when it is indispensable.
    blocking = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="uses"
    )
    comment = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="piece_once_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.kind}"

    @property
    def medical(self) -> bool:
        """Whether it is of the health section, and as shut."""
        return self.kind in MEDICAL
