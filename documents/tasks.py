"""Jobs of the document store; each only calls a rule."""

from celery import shared_task

from documents.store import StoreUnavailable
from documents.sweep import sweep


@shared_task(autoretry_for=(StoreUnavailable,), retry_backoff=60, max_retries=5)
def sweep_documents() -> None:
    """Remove the objects that no row knows."""
    sweep()
