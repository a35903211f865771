"""A worker and a clock with nothing to do."""

from celery import Celery

app = Celery("small")
app.config_from_object("django.conf:settings", namespace="CELERY")
