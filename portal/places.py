"""The bar that every family page has: where one is and what waits there."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.permissions import visible_to


def places(request: HttpRequest) -> list[dict]:
    """The five places of the bottom bar, the present one marked."""
    waiting = visible_to(request.user).filter(pk__in=Case.objects.waiting_for_family().values("pk"))
    counts = {"portal:procedures": waiting.count()}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {
            "url": reverse(name),
            "label": label,
            "icon": icon,
            "current": name == here,
            "count": counts.get(name, 0),
        }
        for name, label, icon in _places()
    ]


def _places() -> list[tuple[str, str, str]]:
    return [
        ("home", _("Accueil"), "house"),
        ("portal:agenda", _("Agenda"), "calendar-days"),
        ("portal:procedures", _("Démarches"), "clipboard-list"),
        ("portal:messages", _("Messages"), "message-circle"),
        ("portal:family", _("Famille"), "users"),
    ]


def menu() -> list[dict]:
    """What the person's own menu holds."""
    return [
        {"url": reverse("portal:family"), "label": _("Ma famille"), "icon": "users"},
        {"url": reverse("portal:documents"), "label": _("Mes documents"), "icon": "file-text"},
        {
            "url": reverse("account_change_password"),
            "label": _("Changer de mot de passe"),
            "icon": "key-round",
        },
        {
            "url": reverse("account_logout"),
            "label": _("Me déconnecter"),
            "icon": "log-out",
            "post": True,
        },
    ]


def staff_menu() -> list[dict]:
    """The menu of somebody of a service who is on a page of this door (password, e-mail)."""
    return menu()[2:]
