"""What the service writes in a request: the acknowledgement, and its decision as a letter."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.permissions import Level
from documents.pdf import write
from documents.serving import letter_headers
from portal.family_of import family_case
from workflows.engine import letters
from workflows.engine.receipt import receipt as receipt_of


def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What the law owes to who asks: received, by whom, until when, what silence means."""
    case = _submitted(request, reference)
    return render(request, "portal/receipt.html", {"receipt": receipt_of(case), "case": case})


def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as an accessible PDF, to keep."""
    case = _submitted(request, reference)
    written = write(letters.acknowledgement(receipt_of(case), town=settings.TOWN))
    name = f"accuse-de-reception-{case.reference}.pdf"
    return HttpResponse(written, headers=letter_headers(name))


def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision as a letter, with its reasons and the ways of appeal."""
    case = _submitted(request, reference)
    if not letters.has_decision(case):
        raise Http404
    written = write(letters.decision(case, town=settings.TOWN))
    return HttpResponse(written, headers=letter_headers(f"decision-{case.reference}.pdf"))


@require_safe
def own_letter(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A paper that the démarche itself draws up, from the draft on: a mandate to sign."""
    case = family_case(request.user, reference, Level.READ)
    letter = letters.own_letter(case, name)
    if letter is None:
        raise Http404
    headers = letter_headers(f"{letter.name}-{case.reference}.pdf")
    return HttpResponse(write(letter.write(case)), headers=headers)


def _submitted(request: HttpRequest, reference: str) -> Case:
    case = family_case(request.user, reference, Level.READ)
    if case.submitted_at is None:
        raise Http404
    return case
