"""Where the people of the town may go: one menu over the doors that each has for himself."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import staff_of
from activities.permissions import canteens_open_to
from billing.models import PriceReview
from billing.permissions import bills
from billing.price_reviews import MOST_COUNTED, how_many
from cases.queue import ENOUGH, count_in_words
from workflows.engine import failing

Place = dict[str, Any]


def places(request: HttpRequest) -> list[Place]:
    """The menu of the desk and of the tower; a page says by `menu_place` where it belongs."""
    offered = _of_service(request) if staff_of(request.user) else []
    return [*offered, *_of_portal()] if request.user.is_administrator else offered


def _of_service(request: HttpRequest) -> list[Place]:
    offered = [
        _place("desk:inbox", _("Corbeille"), "inbox"),
        _place("desk:counter", _("Guichet"), "building-2"),
        _place("desk:archive", _("Recherche"), "search"),
    ]
    if canteens_open_to(request.user).exists():
        offered.insert(2, _place("desk:meals", _("Repas"), "utensils"))
    if bills(request.user):
        offered.append(
            _place("desk:price_reviews", _("Prix à revoir"), "receipt-euro")
            | _counted(how_many(PriceReview.objects.all()), MOST_COUNTED)
        )
    if staff_of(request.user).supervisor_of:
        offered.append(_place("supervision:tower", _("Pilotage"), "gauge"))
        offered.append(_place("supervision:commissions", _("Commissions"), "users"))
    return offered


def _of_portal() -> list[Place]:
    """What administrators set up and watch over."""
    failed = sum(failing.counts().values())
    return [
        _place("supervision:upkeep", _("État"), "landmark"),
        _place("supervision:failed_work", _("Échecs"), "triangle-alert") | _counted(failed),
        _place("supervision:calendar", _("Calendrier"), "calendar-days"),
        _place("supervision:settings", _("Réglages"), "settings"),
    ]


def _place(name: str, label: str, icon: str) -> Place:
    return {"name": name, "url": reverse(name), "label": label, "icon": icon}


def _counted(number: int, cap: int = ENOUGH) -> Place:
    """A count as a menu shows it; nothing for none."""
    return {"count": count_in_words(number, cap) if number else ""}
