"""The démarches drawn: how each goes, and the way that a case took."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.permissions import Level, case_for
from desk.access import staff_only
from desk.frame import frame
from workflows.engine.bpmn import bpmn
from workflows.engine.chart import chart
from workflows.engine.procedure import Procedure, registry


def _procedure(slug: str) -> Procedure:
    found = registry.get(slug)
    if found is None:
        raise Http404
    return found


@staff_only
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """Every démarche of the town, to look at how it goes."""
    context = {"procedures": list(registry), **frame("desk:inbox")}
    return render(request, "desk/charts.html", context)


@staff_only
@require_safe
def procedure_chart(request: HttpRequest, slug: str) -> HttpResponse:
    """How a démarche goes, as a picture and as a list."""
    found = _procedure(slug)
    context = {"procedure": found, "chart": chart(found), **frame("desk:inbox")}
    return render(request, "desk/chart.html", context)


@staff_only
@require_safe
def procedure_bpmn(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a modelling tool."""
    headers = {"Content-Disposition": f'attachment; filename="{slug}.bpmn"'}
    return HttpResponse(bpmn(_procedure(slug)), content_type="application/xml", headers=headers)


@staff_only
@require_safe
def case_chart(request: HttpRequest, reference: str) -> HttpResponse:
    """The way that a case took through its démarche."""
    case = case_for(request.user, reference, Level.WRITE)
    if case.process_id is None:
        raise Http404
    found = _procedure(case.procedure)
    context = {"procedure": found, "case": case, "chart": chart(found, case)}
    return render(request, "desk/chart.html", {**context, **frame("desk:inbox")})
