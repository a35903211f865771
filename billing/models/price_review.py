"""Prices already charged that a change of situation calls into question."""

from django.conf import settings
from django.db import models

from family.models import Household


class PriceReview(models.Model):
    """Prices already charged to look at anew: a change that holds from a past date."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="price_reviews")
    since = models.DateField()
    case_reference = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(
                fields=["created_at", "id"],
                name="price_to_review",
                condition=models.Q(done_at__isnull=True),
            ),
            models.Index(
                fields=["-done_at", "-id"],
                name="price_reviewed",
                condition=models.Q(done_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "case_reference"], name="one_price_review_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} · {self.since}"
