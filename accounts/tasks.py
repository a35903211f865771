"""Background jobs of the accounts."""

from celery import shared_task
from django.core.management import call_command

from accounts import address_codes, throttling


@shared_task
def forget_ended() -> None:
    """Drop the counts of windows that have ended, codes of old, and the sessions."""
    throttling.forget_ended()
    address_codes.forget_old()
    call_command("clearsessions")
