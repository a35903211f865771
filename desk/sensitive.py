"""The sensitive sections of a family's file: shown on demand to who has the task, and logged.

What a case declares of health is opened by the same door as the record: it is the same secret.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from billing import permissions as money
from cases.models import Case
from cases.permissions import Level, case_for
from desk.access import staff_only
from desk.case import MONEY, case_page
from family import vaccines
from family.care_plans import in_force, must_be_redone
from family.models import Child, HealthRecord, SensitiveReading
from family.readings import log_reading
from workflows.engine.differences import differences
from workflows.engine.sections import HEALTH, open_sections
from workflows.engine.settings import procedure_of


@staff_only
@require_POST
def health(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the child's health facts once. Reading them is an act, so it is a POST, and logged."""
    case = case_for(request.user, reference, Level.WRITE)
    if HEALTH not in open_sections(request.user, case):
        raise Http404
    log_reading(reader=request.user, section=HEALTH, child=case.child, case=case.reference)
    shown = {"health_shown": True, **_record(case.child), **_declared(case)}
    if request.headers.get("HX-Request"):
        return render(request, "desk/health.html", shown)
    return case_page(request, case, **shown)


@staff_only
@require_POST
def section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """Show the bank account or the income that the task needs, once, and log it."""
    case = case_for(request.user, reference, Level.WRITE)
    for_task = section in MONEY and section in open_sections(request.user, case)
    level = money.section_level(request.user, section, case.household, for_task=for_task)
    if level < money.Level.WHOLE:
        raise Http404
    log_reading(reader=request.user, section=section, household=case.household, case=case.reference)
    facts = procedure_of(case).section(case, section)
    shown = {"section": SensitiveReading.Section(section), "facts": facts, "shown": True}
    if request.headers.get("HX-Request"):
        return render(request, "desk/section.html", {**shown, "reference": reference})
    return case_page(request, case, opened_section=shown)


def _record(child: Child) -> dict[str, Any]:
    """What the file says: the record, the vaccines with who looked, the plan in force."""
    today = localdate()
    check, plan = vaccines.last_check(child), in_force(child).first()
    return {
        "health": HealthRecord.objects.filter(child=child).first(),
        "vaccine_check": check,
        "vaccine_standing": vaccines.standing(check, today),
        "vaccines_required": vaccines.required(child.birth_date, today),
        "vaccines_due": vaccines.due_by(child.birth_date),
        "care_plan": plan,
        "care_plan_redo": plan is not None and must_be_redone(plan, child, today),
    }


def _declared(case: Case) -> dict[str, Any]:
    """What the case says of health, and what of it differs from the record."""
    lines = procedure_of(case).lines(case)
    return {
        "health_lines": [line for line in lines if line.section == HEALTH],
        "health_compared": [row for row in differences(case) if row.section == HEALTH],
    }
