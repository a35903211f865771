"""What Celery runs: each only calls a rule."""

from celery import shared_task

from api import idempotency


@shared_task
def forget_old_keys() -> None:
    """Delete the idempotency keys that nobody will repeat any more."""
    idempotency.forget_old_keys()
