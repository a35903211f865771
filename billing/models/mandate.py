"""SEPA mandates: what a family signed, with what proof, and from when to when it holds."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from town.sealing import SealedField


class Days(models.Func):
    """From the first day to the eve of the last: an SQL range."""

    function = "daterange"
    output_field = DateRangeField()


class MandateQuerySet(models.QuerySet):
    """Mandates by whether they can be used."""

    def accepted(self) -> "MandateQuerySet":
        """Those that the town has checked."""
        return self.filter(state=Mandate.State.ACCEPTED)

    def in_force_on(self, day: date) -> "MandateQuerySet":
        """Those under which a debit may be drawn on a day."""
        ends = models.Q(ended_on=None) | models.Q(ended_on__gt=day)
        return self.accepted().filter(ends, valid_from__lte=day)

    def standing(self, day: date) -> "MandateQuerySet":
        """Those in force on a day or to come, that nothing ends yet."""
        ends = models.Q(ended_on=None) | models.Q(ended_on__gt=day)
        return self.accepted().filter(ends)


class Mandate(models.Model):
    """A family's leave to debit one account. Never changed once accepted, only ended."""

    class State(models.TextChoices):
        PENDING = "pending", _("À vérifier")
        ACCEPTED = "accepted", _("Accepté")
        DISCARDED = "discarded", _("Écarté")

    class End(models.TextChoices):
        REPLACED = "replaced", _("Remplacé")
        REVOKED = "revoked", _("Révoqué")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey("family.Household", models.PROTECT, related_name="mandates")
    signer = models.ForeignKey("family.Adult", models.PROTECT, null=True, related_name="mandates")
    rum = models.CharField(max_length=35)  # « référence unique du mandat »
    creditor_id = models.CharField(max_length=13)
    creditor = models.CharField(max_length=140)
    holder = models.CharField(max_length=70)
    iban = SealedField()
    shown = models.CharField(max_length=16)  # masked
    wished_from = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    valid_from = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # the first day without it
    end = models.CharField(max_length=8, choices=End, blank=True)
    case_reference = models.CharField(max_length=20, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["creditor_id", "rum"], name="one_mandate_a_reference"),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(valid_from__isnull=False),
                name="accepted_mandate_has_a_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("valid_from")),
                name="mandate_in_order",
            ),
            ExclusionConstraint(
                name="one_mandate_at_a_time",
                expressions=[
                    (models.F("household"), RangeOperators.EQUAL),
                    (Days("valid_from", "ended_on"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(state="accepted"),
            ),
        ]

    def __str__(self) -> str:
        return self.rum


class Signature(models.Model):
    """The proof of a mandate's signature; its digest is of the whole text, the account included."""

    class Kind(models.TextChoices):
        ONLINE = "online", _("Signé en ligne")
        PAPER = "paper", _("Signé sur papier")

    mandate = models.OneToOneField(Mandate, models.CASCADE, related_name="signature")
    kind = models.CharField(max_length=6, choices=Kind)
    digest = SealedField()  # a plain one would let an account be guessed
    signed_at = models.DateTimeField(null=True)  # unknown of a paper
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_to = models.EmailField(blank=True)
    code_hash = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.mandate_id} · {self.kind}"


class SigningCode(models.Model):
    """A code sent by e-mail to sign one text, once, within minutes."""

    case_reference = models.CharField(max_length=20, db_index=True)
    adult = models.ForeignKey("family.Adult", models.CASCADE, related_name="+")
    digest = SealedField()
    sent_to = models.EmailField()
    code_hash = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.case_reference
