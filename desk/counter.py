"""The counter: finding the family that stands there, its file, and what can be done for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case
from cases.paging import page_of
from cases.permissions import visible_to
from desk.access import staff_only
from desk.frame import frame
from desk.words import recall
from documents.models import Document
from documents.permissions import MEDICAL
from family.file import FamilyFile, family_file
from family.models import Adult, Household
from family.permissions import household_at_counter
from family.search import families_called
from workflows.engine import drafts
from workflows.engine.procedure import Procedure
from workflows.engine.settings import procedure_in_force, procedures_in_force
from workflows.engine.standing import badge

FAMILIES_A_PAGE, CASES, PAPERS = 25, 20, 50


@staff_only
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """Find a family by any name in it, an e-mail address or its number."""
    words = recall(request)
    context: dict[str, Any] = {"search": words, **frame("desk:counter")}
    if words:
        found = families_called(words).prefetch_related("adults", "children")
        context["page"] = page_of(found, request.GET, order=("name", "pk"), size=FAMILIES_A_PAGE)
    begun = visible_to(request.user).drafts().filter(filed_by=request.user)
    context["drafts"] = begun.select_related("household").order_by("-updated_at")[:5]
    return render(request, "desk/counter.html", context)


@staff_only
@require_safe
def household(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The family's file, its requests to one's services, the papers that the town has of it."""
    found = household_at_counter(request.user, public_id)
    family = family_file(found)
    cases = visible_to(request.user).filter(household=found).select_related("child", "service")
    rows = list(cases.order_by("-updated_at")[:CASES])
    for case in rows:
        case.badge = badge(case)
    context = {
        "family": family,
        "household": found,
        "cases": rows,
        "papers": _papers(found),
        "procedures": [p for p in procedures_in_force() if _begun_here(p)],
        "askers": askers(family),
        **frame("desk:counter"),
    }
    return render(request, "desk/household.html", context)


def _begun_here(procedure: Procedure) -> bool:
    """Open today, and for a family that the town knows."""
    return not procedure.for_visitors and procedure.open_on(localdate())


def _papers(household: Household) -> list[Document]:
    """What the store has of the family: named here, opened only through a case. That there is a
    medical paper says something of health: it is not even named."""
    written = [Document.Kind.ACKNOWLEDGEMENT, Document.Kind.DECISION, *MEDICAL]
    rows = Document.objects.filter(household=household, state=Document.State.CHECKED)
    return list(rows.exclude(kind__in=written).select_related("child")[:PAPERS])


def askers(family: FamilyFile) -> list[Adult]:
    """The adults of the home who may decide for one of its children."""
    return [card.adult for card in family.adults if any(held.tie.may_decide for held in card.ties)]


@staff_only
@require_POST
def begin(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    """Open a draft for the family, asked by the adult who stands there."""
    found = household_at_counter(request.user, public_id)
    procedure = procedure_in_force(slug)
    if procedure is None or not _begun_here(procedure):
        raise Http404
    people = {str(adult.public_id): adult for adult in askers(family_file(found))}
    asker = people.get(request.POST.get("asker", ""))
    if asker is None and people:
        messages.error(request, _("Choisissez la personne qui fait la demande."))
        return redirect("desk:household", public_id)
    if not procedure.open_to(asker, found):
        messages.error(request, _("Cette démarche est réservée aux responsables du foyer."))
        return redirect("desk:household", public_id)
    case: Case = drafts.begin(procedure, user=request.user, applicant=asker, household=found)
    return redirect("desk:counter_step", case.reference, procedure.steps[0].slug)
