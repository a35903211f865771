"""The documents of a case: looked at in place, accepted or sent back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from cases.permissions import Level, case_for, papers_of
from cases.recording import Acting
from cases.sides import Side
from desk.access import staff_only
from desk.posting import act_of, back_to, say_who_was_faster
from documents.models import Document
from documents.serving import open_document
from documents.store import StoreUnavailable
from workflows.engine.pieces import review
from workflows.engine.sections import HEALTH, open_sections
from workflows.engine.step import AlreadyDone, Stale


@staff_only
@require_safe
@xframe_options_sameorigin
def document(
    request: HttpRequest, reference: str, public_id: UUID
) -> HttpResponse | StreamingHttpResponse:
    """One document of this case; its opening is logged."""
    case = case_for(request.user, reference, Level.WRITE)
    medical = HEALTH in open_sections(request.user, case)
    found = papers_of(request.user, case, medical=medical).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    try:
        opening = open_document(found, request.user, download="telecharger" in request.GET)
    except Document.DoesNotExist:
        raise Http404 from None
    except StoreUnavailable:
        return render(request, "503.html", status=503)
    return StreamingHttpResponse(opening.pieces, headers=opening.headers)


@staff_only
@require_POST
def piece(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    """Say whether a document will do."""
    case = case_for(request.user, reference, Level.WRITE)
    found = case.pieces.filter(public_id=public_id).first()
    if found is None or (found.medical and HEALTH not in open_sections(request.user, case)):
        raise Http404
    accepted = request.POST.get("verdict") == "accept"
    comment = request.POST.get("comment", "").replace("\0", "").strip()[:300]
    acting = Acting(request.user, Side.TOWN, act_of(request))
    try:
        review(found, accepted=accepted, acting=acting, comment=comment)
    except AlreadyDone:
        pass  # the first click did it
    except Stale as stale:
        say_who_was_faster(request, stale)
    else:
        words = _("Document accepté.") if accepted else _("Document à refaire, noté.")
        messages.success(request, words)
    return back_to(request, case)
