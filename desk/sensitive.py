"""The sensitive sections of a family's file: shown on demand to who has the task, and logged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from billing import permissions as money
from cases.permissions import Level, case_for, section_open_to
from desk.access import staff_only
from desk.case import case_page, money_sections, needs_health
from family.models import HealthRecord, SensitiveReading
from family.readings import log_reading
from workflows.engine.procedure import registry

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


@staff_only
@require_POST
def section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """Show the bank account or the income that the task needs, once, and log it."""
    case = case_for(request.user, reference, Level.WRITE)
    needed = section in money_sections(case)
    for_task = section_open_to(request.user, case, needed=needed)
    level = money.section_level(request.user, section, case.household, for_task=for_task)
    if level < money.Level.WHOLE:
        raise Http404
    log_reading(reader=request.user, section=section, household=case.household, case=case.reference)
    facts = registry[case.procedure].section(case, section)
    shown = {"section": SensitiveReading.Section(section), "facts": facts, "shown": True}
    if request.headers.get("HX-Request"):
        return render(request, "desk/section.html", {**shown, "reference": reference})
    return case_page(request, case, opened_section=shown)
