"""What surrounds every page of the desk: its place in the menu, and its search."""

from typing import Any

from django.urls import reverse


def frame(place: str) -> dict[str, Any]:
    """The page belongs to `place` (a URL name of this door); what is searched there stays there."""
    return {
        "menu_place": place,
        "search_url": reverse("desk:search"),
        "search_page": place.partition(":")[2],
    }
