"""What happened in a case: numbered without gap, in the transaction of the change."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.utils.timezone import now

from cases.models.case import Case
from cases.sides import Audience, Side


class CaseEvent(models.Model):
    """One visible change. The payload holds ids and codes, never personal data."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.FAMILY)
    payload = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=6, choices=Side, blank=True)  # on whose behalf
    turn = models.CharField(max_length=6, choices=Side, blank=True)  # whose turn after it
    act = models.UUIDField(null=True, unique=True)  # the client's id: an act happens once
    at = models.DateTimeField(default=now)
    # Outbox: what is still to be told outside; emptied once told. `told`: who has been, by id.
    deliver_after = models.DateTimeField(null=True)
    told = ArrayField(models.UUIDField(), default=list, db_default=Value("{}"))
    delivery_tries = models.PositiveSmallIntegerField(default=0)
    # While it cannot be told: the class of the last error, never its text; since when.
    error = models.CharField(max_length=80, blank=True, default="", db_default="")
    failing_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="event_number")]
        indexes = [
            models.Index(
                fields=["deliver_after"],
                name="event_outbox",
                condition=models.Q(deliver_after__isnull=False),
            ),
            models.Index(
                fields=["failing_since", "id"],
                name="event_failing",
                condition=models.Q(failing_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.number} {self.kind}"
