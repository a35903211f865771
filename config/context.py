"""What every page knows about the site it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """The link to the running version's source (AGPL) and whether the demo's doors exist."""
    return {
        "source_url": settings.SOURCE_URL,
        "demo_mode": "demo" in settings.INSTALLED_APPS,
    }
