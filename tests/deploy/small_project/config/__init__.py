"""The smallest project that the demo command can run."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
