"""The démarches on offer, and the family's own requests."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.paging import page_of
from cases.permissions import visible_to
from family.models import Adult
from portal.family_of import adult_of, household_of
from workflows.engine import drafts
from workflows.engine.procedure import Procedure, registry
from workflows.engine.standing import badge


def procedures(request: HttpRequest) -> HttpResponse:
    """What can be asked, and everything that was."""
    adult = adult_of(request)
    rows = visible_to(request.user).with_asked().select_related("child", "service")
    page = page_of(rows, request.GET, order=("-updated_at", "-pk"), size=20)
    for case in page.rows:
        case.badge = badge(case)
    home = household_of(adult)
    offered = [p for p in registry if _is_open(p) and p.open_to(adult, home)]
    return render(request, "portal/procedures.html", {"procedures": offered, "page": page})


def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """What a démarche is, how long it takes, what to prepare; a draft to go on with."""
    declared = _declared(slug, adult_of(request))
    begun = visible_to(request.user).drafts().filter(procedure=slug).order_by("-updated_at")
    context = {"procedure": declared, "drafts": list(begun[:3])}
    return render(request, "portal/procedure.html", context)


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a draft and go to its first step."""
    adult = adult_of(request)
    declared = _declared(slug, adult)
    case: Case = drafts.begin(
        declared, user=request.user, applicant=adult, household=household_of(adult)
    )
    return redirect("portal:step", case.reference, declared.steps[0].slug)


@require_POST
def take_up(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Open what the town has ready for the home, at its summary: one tap from being sent."""
    adult = adult_of(request)
    declared = _declared(slug, adult)
    try:
        case = drafts.begin_invited(
            declared, code, user=request.user, applicant=adult, household=household_of(adult)
        )
    except LookupError:
        raise Http404 from None
    return redirect("portal:summary", case.reference)


def _is_open(declared: Procedure) -> bool:
    """Open today, to families that have an account."""
    return not declared.for_visitors and declared.open_on(localdate())


def _declared(slug: str, adult: Adult) -> Procedure:
    declared = registry.get(slug)
    if declared is None or not _is_open(declared):
        raise Http404
    if not declared.open_to(adult, household_of(adult)):
        raise Http404
    return declared
