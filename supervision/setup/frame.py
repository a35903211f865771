"""What the pages of the settings share: who comes in, the way back, how a démarche stands."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from look.words import day_in_words
from supervision.access import administrators_only
from supervision.words import number
from workflows.engine.procedure import Procedure, registry
from workflows.engine.settings import Settings

MENU = {"menu_place": "supervision:settings"}


def of_procedure(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about one démarche, as it is declared."""

    @administrators_only
    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
        declared = registry.get(slug)
        if declared is None:
            raise Http404
        return view(request, declared, **kwargs)

    return wrapper


def standing(own: Procedure) -> dict[str, Any]:
    """Whether it can be begun today, in words, and from when when it cannot."""
    today, given = localdate(), getattr(own, "settings", Settings())
    if own.open_on(today):
        return {"is_open": True, "standing": _("Ouverte")}
    opens = given.opens_on(today)
    if opens is None or opens == today:
        return {"is_open": False, "standing": _("Fermée")}
    words = _("Fermée, ouvre %(day)s") % {"day": day_in_words(opens)}
    return {"is_open": False, "standing": words}


def live_words(live: int) -> str:
    """`12 demandes en cours`."""
    words = ngettext("%(n)s demande en cours", "%(n)s demandes en cours", live)
    return words % {"n": number(live)}


def crumbs(declared: Procedure, *more: str) -> list[dict[str, str]]:
    """From the list of démarches down; the last one is here."""
    page = reverse("supervision:procedure_settings", args=[declared.slug])
    found = [
        {"label": _("Réglages"), "url": reverse("supervision:settings")},
        {"label": str(declared.title), "url": page},
        *({"label": label} for label in more),
    ]
    found[-1].pop("url", None)
    return found
