"""The sensitive sections of a child's file: shown on demand to who has the task, and logged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cases.permissions import Level, case_for, section_open_to
from desk.access import staff_only
from desk.case import case_page, needs_health
from family.models import HealthRecord, SensitiveReading
from family.readings import log_reading

HEALTH = SensitiveReading.Section.HEALTH


@staff_only
@require_POST
def health(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the child's health facts once. Reading them is an act, so it is a POST, and logged."""
    case = case_for(request.user, reference, Level.WRITE)
    if not section_open_to(request.user, case, needed=needs_health(case)):
        raise Http404
    log_reading(reader=request.user, section=HEALTH, child=case.child, case=case.reference)
    record = HealthRecord.objects.filter(child=case.child).first()
    shown = {"health": record, "health_shown": True}
    if request.headers.get("HX-Request"):
        return render(request, "desk/health.html", shown)
    return case_page(request, case, **shown)
