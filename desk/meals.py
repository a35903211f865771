"""The canteens' day: how many of each meal, and on demand for whom. Made to be printed.

The names are health facts: reading them is an act, logged for the parents concerned.
"""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from accounts.models import User
from activities.meals import Table, serving_days, tables_on
from activities.permissions import canteens_open_to
from desk.access import staff_only
from desk.frame import frame
from family.models import SensitiveReading
from family.readings import log_readings
from look.words import day_in_words
from town.models import Facility

AHEAD = timedelta(days=7)  # kitchens order for the week to come, not for the year


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def meals(request: HttpRequest) -> HttpResponse:
    """How many meals of each kind, by canteen; the names of one canteen, when asked for."""
    day = _day(request)
    canteens = list(canteens_open_to(request.user).order_by("name"))
    today = localdate()
    coming = serving_days(today, today + AHEAD)
    context = {
        "day": day,
        "tabs": _tabs({today, *coming}, day),
        "serves": day in coming,
        **frame("desk:meals"),
    }
    if request.method == "POST":
        table = _asked(canteens, request.POST.get("lieu", ""), day)
        _log(request.user, table)
        return render(request, "desk/meals_list.html", {**context, "table": table})
    return render(request, "desk/meals.html", {**context, "tables": tables_on(day, canteens)})


def _asked(canteens: list[Facility], slug: str, day: date) -> Table:
    """The table of one of these canteens; the same 404 for missing and forbidden."""
    chosen = [canteen for canteen in canteens if canteen.slug == slug]
    if not chosen:
        raise Http404
    return tables_on(day, chosen)[0]


def _log(user: User, table: Table) -> None:
    """Of those who eat what all eat, the list tells nothing: their parents need not be told."""
    log_readings(reader=user, section=SensitiveReading.Section.HEALTH, children=table.special)


def _day(request: HttpRequest) -> date:
    given = request.POST.get("jour") or request.GET.get("jour", "")
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return localdate()
    today = localdate()
    return day if today <= day <= today + AHEAD else today


def _tabs(days: set[date], chosen: date) -> list[dict[str, Any]]:
    """Today and the days to come on which one eats."""
    here = reverse("desk:meals")
    return [
        {"url": f"{here}?jour={day}", "label": day_in_words(day), "current": day == chosen}
        for day in sorted(days)
    ]
