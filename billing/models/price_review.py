"""Prices already charged that a change of situation calls into question."""

from django.db import models

from family.models import Household


class PriceReview(models.Model):
    """Prices already charged to look at anew: a change that holds from a past date."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="price_reviews")
    since = models.DateField()
    case_reference = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "case_reference"], name="one_price_review_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} · {self.since}"
