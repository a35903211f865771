"""The acknowledgement of a request, on screen and as a PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import Case
from cases.permissions import Level, case_for
from workflows.engine.receipt import receipt as receipt_of


def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What the law owes to who asks: received, by whom, until when, what silence means."""
    case = _submitted(request, reference)
    return render(request, "portal/receipt.html", {"receipt": receipt_of(case), "case": case})


def _submitted(request: HttpRequest, reference: str) -> Case:
    case = case_for(request.user, reference, Level.READ)
    if case.submitted_at is None:
        raise Http404
    return case
