"""Prices to look at anew after a change that holds from a past date: the list, and what was done."""

from django.db.models import QuerySet
from django.utils.timezone import now

from accounts.models import User
from billing.models import PriceReview

MOST_COUNTED = 99


def to_review(reviews: QuerySet[PriceReview]) -> QuerySet[PriceReview]:
    """Those that nobody has looked at yet."""
    return reviews.filter(done_at=None)


def reviewed(reviews: QuerySet[PriceReview]) -> QuerySet[PriceReview]:
    """Those that somebody has."""
    return reviews.filter(done_at__isnull=False)


def how_many(reviews: QuerySet[PriceReview]) -> int:
    """How many wait, never counted beyond what a menu shows."""
    return to_review(reviews).order_by()[: MOST_COUNTED + 1].count()


def mark_reviewed(review: PriceReview, *, by: User) -> bool:
    """Somebody looked; False when a colleague had, whose name stays."""
    rows = PriceReview.objects.filter(pk=review.pk, done_at=None)
    return bool(rows.update(done_at=now(), done_by=by))


def take_back(review: PriceReview) -> bool:
    """It is to be looked at again; False when it was already."""
    rows = PriceReview.objects.filter(pk=review.pk, done_at__isnull=False)
    return bool(rows.update(done_at=None, done_by=None))
