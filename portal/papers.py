"""The family's documents: what the store holds, and how each is opened."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from documents.models import Document
from documents.permissions import open_to_household
from documents.serving import open_document
from documents.store import StoreUnavailable
from portal.family_of import adult_of, household_of


def documents(request: HttpRequest) -> HttpResponse:
    """Every document of the household, newest first, with where each was used."""
    household = household_of(adult_of(request))
    rows = open_to_household(request.user).filter(household=household)
    rows = rows.prefetch_related("uses__case")[:200]
    return render(request, "portal/documents.html", {"documents": rows})


@xframe_options_sameorigin
def document(request: HttpRequest, public_id) -> HttpResponse | StreamingHttpResponse:
    """One document, looked at in place."""
    found = open_to_household(request.user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    try:
        opening = open_document(found, request.user, download="telecharger" in request.GET)
    except Document.DoesNotExist:
        raise Http404 from None
    except StoreUnavailable:
        return render(request, "503.html", status=503)
    return StreamingHttpResponse(opening.pieces, headers=opening.headers)
