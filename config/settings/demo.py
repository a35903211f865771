"""A town on one's own machine: same code and parts, plus the demo's one-click doors.

Only loopback names are served, whatever the environment says.
"""

from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
EMAIL_BACKEND = "demo.mailbox.Mailbox"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.NamedByContent"},
}
