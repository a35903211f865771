"""Background jobs of the accounts."""

from celery import shared_task
from django.core.management import call_command

from accounts import throttling


@shared_task
def forget_ended() -> None:
    """Drop the counts of windows that have ended, and the sessions."""
    throttling.forget_ended()
    call_command("clearsessions")
