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
from workflows.engine.procedure import Procedure
from workflows.engine.settings import closed_words, procedure_in_force, procedures_in_force
from workflows.engine.standing import badge


def procedures(request: HttpRequest) -> HttpResponse:
    """What can be asked, and everything that was."""
    adult = adult_of(request)
    rows = visible_to(request.user).with_asked().select_related("child", "service")
    page = page_of(rows, request.GET, order=("-updated_at", "-pk"), size=20)
    for case in page.rows:
        case.badge = badge(case)
    home = household_of(adult)
    mine = [p for p in procedures_in_force() if not p.for_visitors and p.open_to(adult, home)]
    today = localdate()
    context = {
        "procedures": [p for p in mine if p.open_on(today)],
        "closed": [(p, closed_words(p)) for p in mine if not p.open_on(today)],
        "page": page,
    }
    return render(request, "portal/procedures.html", context)


def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """What a démarche is, how long it takes, what to prepare; a draft to go on with.

    Of one that is closed, when it opens.
    """
    declared = _declared(slug, adult_of(request))
    begun = visible_to(request.user).drafts().filter(procedure=slug).order_by("-updated_at")
    context = {
        "procedure": declared,
        "drafts": list(begun[:3]),
        "closed": "" if declared.open_on(localdate()) else closed_words(declared),
    }
    return render(request, "portal/procedure.html", context)


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a draft and go to its first step."""
    adult = adult_of(request)
    declared = _declared(slug, adult)
    if not declared.open_on(localdate()):  # since the page was read
        return redirect("portal:procedure", slug)
    case: Case = drafts.begin(
        declared, user=request.user, applicant=adult, household=household_of(adult)
    )
    return redirect("portal:step", case.reference, declared.steps[0].slug)


@require_POST
def take_up(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Open what the town has ready for the home, at its summary: one tap from being sent."""
    adult = adult_of(request)
    declared = _declared(slug, adult)
    if not declared.open_on(localdate()):
        return redirect("portal:procedure", slug)
    try:
        case = drafts.begin_invited(
            declared, code, user=request.user, applicant=adult, household=household_of(adult)
        )
    except LookupError:
        raise Http404 from None
    return redirect("portal:summary", case.reference)


def _declared(slug: str, adult: Adult) -> Procedure:
    declared = procedure_in_force(slug)
    if declared is None or declared.for_visitors:
        raise Http404
    if not declared.open_to(adult, household_of(adult)):
        raise Http404
    return declared
