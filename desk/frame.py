"""What surrounds every page of the desk: where one can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import staff_of


def frame(request: HttpRequest, place: str) -> dict[str, Any]:
    """The menu with `place` (a URL name of this door) as the current one, and its search."""
    places = [
        ("desk:inbox", _("Corbeille"), "inbox"),
        ("desk:counter", _("Guichet"), "building-2"),
        ("desk:archive", _("Recherche"), "search"),
    ]
    if staff_of(request.user).supervisor_of:
        places.append(("supervision:tower", _("Pilotage"), "gauge"))
    return {
        "places": [
            {"url": reverse(name), "label": label, "icon": icon, "current": name == place}
            for name, label, icon in places
        ],
        "search_url": reverse("desk:search"),
        "search_page": place.partition(":")[2],
    }
