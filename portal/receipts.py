"""The acknowledgement of a request, on screen and as a PDF."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import Case
from cases.permissions import Level
from documents.pdf import write
from portal.family_of import family_case
from workflows.engine.letters import acknowledgement
from workflows.engine.receipt import receipt as receipt_of


def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What the law owes to who asks: received, by whom, until when, what silence means."""
    case = _submitted(request, reference)
    return render(request, "portal/receipt.html", {"receipt": receipt_of(case), "case": case})


def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as an accessible PDF, to keep."""
    case = _submitted(request, reference)
    content = write(acknowledgement(receipt_of(case), town=settings.TOWN))
    name = f"accuse-de-reception-{case.reference}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _submitted(request: HttpRequest, reference: str) -> Case:
    case = family_case(request.user, reference, Level.READ)
    if case.submitted_at is None:
        raise Http404
    return case
