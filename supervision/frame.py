"""What surrounds the tower's pages: where one can go."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def frame(place: str) -> dict[str, Any]:
    """The menu, with `place` (a URL name) as the current one."""
    places = [
        ("desk:inbox", _("Corbeille"), "inbox"),
        ("desk:counter", _("Guichet"), "building-2"),
        ("desk:archive", _("Recherche"), "search"),
        ("supervision:tower", _("Pilotage"), "gauge"),
    ]
    return {
        "places": [
            {"url": reverse(name), "label": label, "icon": icon, "current": name == place}
            for name, label, icon in places
        ]
    }
