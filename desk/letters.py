"""What the service writes in a case, as its family has it: the acknowledgement, the decision."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import staff_of
from cases.permissions import Level, case_for, receipt_for
from desk.access import staff_only
from desk.frame import frame
from documents.pdf import write
from documents.serving import letter_headers
from workflows.engine import letters
from workflows.engine.receipt import receipt as receipt_of


@staff_only
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The acknowledgement, to print and hand over."""
    case = receipt_for(request.user, reference)
    context = {"receipt": receipt_of(case), "case": case, **frame("desk:counter")}
    context["may_open"] = case.service_id in staff_of(request.user).services
    return render(request, "desk/receipt.html", context)


@staff_only
@require_safe
def receipt_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as an accessible PDF."""
    case = receipt_for(request.user, reference)
    written = write(letters.acknowledgement(receipt_of(case), town=settings.TOWN))
    name = f"accuse-de-reception-{case.reference}.pdf"
    return HttpResponse(written, headers=letter_headers(name))


@staff_only
@require_safe
def decision_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision as its family has it."""
    case = case_for(request.user, reference, Level.WRITE)
    if not letters.has_decision(case):
        raise Http404
    written = write(letters.decision(case, town=settings.TOWN))
    return HttpResponse(written, headers=letter_headers(f"decision-{case.reference}.pdf"))


@staff_only
@require_safe
def own_letter(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A paper that the démarche itself draws up, as its family has it."""
    case = case_for(request.user, reference, Level.WRITE)
    letter = letters.own_letter(case, name)
    if letter is None:
        raise Http404
    headers = letter_headers(f"{letter.name}-{case.reference}.pdf")
    return HttpResponse(write(letter.write(case)), headers=headers)
