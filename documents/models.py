"""Supporting documents: what the database knows of each file kept in the store."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from family.models import Child, Household


class DocumentQuerySet(models.QuerySet):
    """Documents by whether they can be used."""

    def usable_on(self, day: date) -> "DocumentQuerySet":
        """Checked documents that are still valid on a day."""
        return self.filter(state=Document.State.CHECKED).filter(
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day)
        )


class Document(models.Model):
    """One file of a household's store, reused from démarche to démarche."""

    class Kind(models.TextChoices):
        ADDRESS = "address", _("Justificatif de domicile")
        IDENTITY = "identity", _("Pièce d’identité")
        FAMILY_BOOK = "family_book", _("Livret de famille ou acte de naissance")
        VACCINES = "vaccines", _("Carnet de vaccination")
        INSURANCE = "insurance", _("Attestation d’assurance")
        CAF = "caf", _("Attestation CAF ou MSA")
        BANK_DETAILS = "bank_details", _("Relevé d’identité bancaire (RIB)")
        MANDATE = "mandate", _("Mandat de prélèvement signé")
        JUDGMENT = "judgment", _("Jugement")
        PAI = "pai", _("Protocole d’accueil individualisé (PAI)")
        ACKNOWLEDGEMENT = "acknowledgement", _("Accusé de réception")
        DECISION = "decision", _("Décision")
        CERTIFICATE = "certificate", _("Attestation de la ville")
        OTHER = "other", _("Autre document")

    class State(models.TextChoices):
        QUARANTINE = "quarantine", _("En cours de contrôle")
        CHECKED = "checked", _("Contrôlé")
        REFUSED = "refused", _("Refusé")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUARANTINE)
    valid_until = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["household", "kind", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


# Never asked of a family, nor taken from one: the town is their author.
WRITTEN_BY_TOWN = frozenset(
    {Document.Kind.ACKNOWLEDGEMENT, Document.Kind.DECISION, Document.Kind.CERTIFICATE}
)


class DocumentReading(models.Model):
    """Who opened which document, when."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.document_id} · {self.reader_id}"
