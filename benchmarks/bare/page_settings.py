"""Settings of the minimal page: signed in by a session, and nothing else around it."""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import INSTALLED_APPS

# It would insist on a middleware of its own.
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "allauth.account"]

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "benchmarks.bare.page"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
