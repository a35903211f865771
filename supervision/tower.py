"""The tower: the delays of the supervised services, as they stand now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cases.delays import step_delays
from cases.figures import counts
from cases.outlook import coming_days, due_by_day, live_by_step
from supervision import panels
from supervision.access import supervisors_only
from supervision.scope import Scope
from workflows.engine.procedure import registry


def readings(scope: Scope) -> dict[str, Any]:
    """Everything that moves on the page; the same few queries whatever the number of cases."""
    at = now()
    moment, cases = scope.moment(at), scope.cases
    numbers = counts(cases, moment)
    return {
        "at": at,
        "figures": panels.figures(scope, numbers),
        "turns": panels.turns(scope, numbers),
        "ages": panels.ages(scope, numbers),
        "answers": panels.answers(scope, numbers),
        "open": numbers["ouvertes"],
        "answered": numbers["repondues"],
        "forecast": panels.forecast(scope, due_by_day(cases, coming_days(localdate(at)), moment)),
        "medians": panels.medians(scope, step_delays(cases, moment)),
        "maps": panels.maps(scope, live_by_step(cases)),
    }


@supervisors_only
@require_safe
@vary_on_headers("HX-Request")
def tower(request: HttpRequest) -> HttpResponse:
    """The page; asked by htmx, its figures alone."""
    scope = Scope.of(request)
    context = readings(scope)
    if request.headers.get("HX-Request"):
        return render(request, "supervision/figures.html", context)
    context |= {"scope": scope, "procedures": list(registry), "refresh_url": scope.url("tower")}
    return render(request, "supervision/tower.html", context | {"menu_place": "supervision:tower"})
