"""What every page knows: the site it belongs to, who reads it, and the family's places.

The desk and the tower hand their own `person` and `places` to their pages.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.roles import staff_of
from portal import places

VERSION = "0.1.0"


def site(request: HttpRequest) -> dict:
    """The layouts' own context. Places and menu cost nothing on a page that shows none."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    family = SimpleLazyObject(lambda: signed_in and hasattr(request.user, "adult"))
    return {
        "site": {
            "town": settings.TOWN.name,
            "phone": settings.TOWN.phone,
            "phone_link": settings.TOWN.phone_link,
            "phone_hours": settings.TOWN.phone_hours,
            "court": settings.TOWN.court_line,
            "source_url": settings.SOURCE_URL,
            "version": VERSION,
        },
        "demo_mode": "demo" in settings.INSTALLED_APPS,
        "person": SimpleLazyObject(lambda: _person(request) if signed_in else {}),
        "places": SimpleLazyObject(lambda: places.places(request) if family else []),
    }


def _person(request: HttpRequest) -> dict:
    menu = places.menu() if not staff_of(request.user) else places.staff_menu()
    return {"name": str(request.user), "detail": request.user.email, "menu": menu}
