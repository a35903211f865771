"""Read from the same variables as the real ones."""

import os
from pathlib import Path

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "config.urls"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "town_of_one",
]
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).parents[2] / "build"
CELERY_BROKER_URL = os.environ["REDIS_URL"] + "/2"
