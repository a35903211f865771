"""How the town runs a démarche, as its administrators have set it: one version an edit."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class SettingsVersion(models.Model):
    """What is set otherwise than in the declaration; never changed, followed by the next one."""

    procedure = models.CharField(max_length=40)  # the démarche's slug
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    note = models.CharField(max_length=300)  # why
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="settings_number")
        ]

    def __str__(self) -> str:
        return f"{self.procedure} · {self.number}"
