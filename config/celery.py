"""The worker's side: Celery reads the same settings as the web."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("espace_familles")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
