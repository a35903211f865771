"""Background jobs of the accounts."""

from celery import shared_task

from accounts import throttling


@shared_task
def forget_throttles() -> None:
    """Drop counts of windows that have ended."""
    throttling.forget_ended()
