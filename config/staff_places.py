"""Where the people of the services may go: one menu over the doors that each has for himself."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import staff_of
from activities.permissions import canteens_open_to
from billing.models import PriceReview
from billing.permissions import bills
from billing.price_reviews import MOST_COUNTED, how_many


def places(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu of the desk and of the tower; a page says by `menu_place` where it belongs."""
    offered = [
        ("desk:inbox", _("Corbeille"), "inbox"),
        ("desk:counter", _("Guichet"), "building-2"),
        ("desk:archive", _("Recherche"), "search"),
    ]
    if canteens_open_to(request.user).exists():
        offered.insert(2, ("desk:meals", _("Repas"), "utensils"))
    counts = {}
    if bills(request.user):
        offered.append(("desk:price_reviews", _("Prix à revoir"), "receipt-euro"))
        counts["desk:price_reviews"] = how_many(PriceReview.objects.all())
    if staff_of(request.user).supervisor_of:
        offered.append(("supervision:tower", _("Pilotage"), "gauge"))
        offered.append(("supervision:commissions", _("Commissions"), "users"))
    return [
        {
            "name": name,
            "url": reverse(name),
            "label": label,
            "icon": icon,
            "count": _shown(counts.get(name, 0)),
        }
        for name, label, icon in offered
    ]


def _shown(count: int) -> str:
    """A count as a menu shows it; nothing for none."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
