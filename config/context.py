"""What every page knows: the site it belongs to, who reads it, and where he or she may go."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.roles import staff_of
from config import staff_places
from portal import places

VERSION = "0.1.0"
STAFF_DOORS = {"desk", "supervision"}


def site(request: HttpRequest) -> dict:
    """The layouts' own context. Places and menu cost nothing on a page that shows none."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
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
        "places": SimpleLazyObject(lambda: _places(request) if signed_in else []),
    }


def _places(request: HttpRequest) -> list[dict]:
    match, family = request.resolver_match, hasattr(request.user, "adult")
    at_work = match is not None and match.namespace in STAFF_DOORS
    works = staff_of(request.user) or request.user.is_administrator
    if works and (at_work or not family):
        return staff_places.places(request)
    return places.places(request) if family else []


def _person(request: HttpRequest) -> dict:
    works = staff_of(request.user) or request.user.is_administrator
    menu = places.staff_menu() if works else places.menu()
    return {"name": str(request.user), "detail": request.user.email, "menu": menu}
