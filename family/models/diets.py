"""What a child eats, from which day: the canteen cooks by the day, not by the last click."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from family.models.sensitive import HealthRecord


@pghistory.track()
class DietChange(models.Model):
    """From this day on, until the next change, the child eats so."""

    child = models.ForeignKey("family.Child", models.CASCADE, related_name="diet_changes")
    diet = models.CharField(_("régime"), max_length=12, choices=HealthRecord.Diet)
    starts_on = models.DateField(_("à partir du"))
    case_reference = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [models.UniqueConstraint(fields=["child", "starts_on"], name="diet_of_day")]

    def __str__(self) -> str:
        return f"diet of child {self.child_id} from {self.starts_on}"
