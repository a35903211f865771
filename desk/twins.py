"""Two requests about the same thing, looked at side by side and made one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.permissions import Level, case_for
from desk.access import staff_only
from desk.frame import frame
from desk.place import Place
from desk.posting import act_of, back_to, say_who_was_faster
from workflows.engine.procedure import open_lines
from workflows.engine.settings import procedure_of
from workflows.engine.step import Stale
from workflows.engine.twins import merge as merge_cases
from workflows.engine.twins import twins


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Show what each of the two says; then close the other one for this one."""
    kept = case_for(request.user, reference, Level.WRITE)
    closed = case_for(request.user, other, Level.WRITE)
    if request.method == "POST":
        return _merged(request, closed, kept)
    if not twins(kept).filter(pk=closed.pk).exists():
        raise Http404
    place = Place.of(request)
    context = {
        "case": kept,
        "reference": reference,
        "sides": [_side(kept), _side(closed)],
        "other": closed,
        "here": place.url("desk:merge", reference, other),
        "swapped": place.url("desk:merge", other, reference),
        "back": place.url("desk:case", reference),
        **frame("desk:inbox"),
    }
    return render(request, "desk/merge.html", context)


def _side(case: Case) -> dict[str, Any]:
    given = case.pieces.exclude(document=None)
    return {
        "case": case,
        "lines": open_lines(procedure_of(case).lines(case)),
        "papers": [piece.get_kind_display() for piece in given if not piece.medical],
    }


def _merged(request: HttpRequest, closed: Case, kept: Case) -> HttpResponse:
    try:
        merge_cases(closed.pk, kept.pk, actor=request.user, act=act_of(request))
    except Stale as stale:
        say_who_was_faster(request, stale)
    else:
        words = _("La demande %(other)s est réunie à celle-ci. La famille est prévenue.")
        messages.success(request, words % {"other": closed.reference})
    return back_to(request, kept)
