"""The services that treat a part of a case, besides the one that answers for it."""

from django.db import models

from cases.models.case import Case
from town.models import Service


class Involved(models.Model):
    """A service that had a task in a case of another: it may open the case from then on."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="involved")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "service"], name="service_once_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.service_id}"
