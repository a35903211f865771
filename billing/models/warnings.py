"""What a family was told before it pays the highest price."""

from django.db import models


class QuotientWarning(models.Model):
    """The family was told that, without proof, the highest band applies from a day."""

    household = models.ForeignKey(
        "family.Household", models.CASCADE, related_name="quotient_warnings"
    )
    told_at = models.DateTimeField()
    applies_on = models.DateField()
    case_reference = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-applies_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "applies_on"], name="one_warning_a_household_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} · {self.applies_on}"
