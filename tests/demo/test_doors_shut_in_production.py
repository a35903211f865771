"""The demo's doors do not exist under the production settings, whatever the environment says."""

import os
import subprocess
import sys

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1",
    "S3_URL": "https://key:secret@127.0.0.1:1/none",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "SECRET_KEY": "a-key-for-this-test-only-" * 3,
    "ALLOWED_HOSTS": "portail.ville.example",
    "SITE_URL": "https://portail.ville.example",
    "DEFAULT_FROM_EMAIL": "portail@ville.example",
}
QUESTION = """
import sys
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve
assert not apps.is_installed("demo"), "the demo app is installed"
assert "demo" not in settings.EMAIL_BACKEND, "mails would stay in the demo's mailbox"
for address in ("/demo/", "/demo/entrer/admin/", "/demo/courriels/"):
    try:
        resolve(address)
    except Resolver404:
        continue
    raise AssertionError(f"{address} leads somewhere")
assert not [name for name in sys.modules if name.split(".")[0] == "demo"], "demo was imported"
print("shut")
"""


def test_production_has_no_demo_door_even_when_the_environment_asks_for_one():
    asked = {"DEMO": "1", "DEBUG": "1", "INSTALLED_APPS": "demo"}
    environment = {**os.environ, **PRODUCTION, **asked}
    done = subprocess.run(
        [sys.executable, "-c", QUESTION],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "shut", done.stderr
