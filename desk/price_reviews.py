"""Prices to look at anew: for the billing service, who has to, since when, after which change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.models import PriceReview
from billing.permissions import bills, price_reviews_open_to
from billing.price_reviews import mark_reviewed, reviewed, take_back, to_review
from cases.models import Case
from cases.paging import page_of
from cases.permissions import visible_to
from desk.access import staff_only
from desk.frame import frame

ROWS = 25
OLDEST, LATEST = ("created_at", "pk"), ("-done_at", "-pk")
DONE = "revus"


@staff_only
@require_safe
def price_reviews(request: HttpRequest) -> HttpResponse:
    """Those to review, the oldest first; or those reviewed, the latest first."""
    if not bills(request.user):
        raise Http404
    done = request.GET.get("etat") == DONE
    rows = price_reviews_open_to(request.user).select_related("household", "done_by")
    rows = reviewed(rows) if done else to_review(rows)
    page = page_of(rows, request.GET, order=LATEST if done else OLDEST, size=ROWS)
    context = {
        "page": page,
        "rows": _with_changes(request, page.rows),
        "done": done,
        "tabs": _tabs(done),
        **frame("desk:price_reviews"),
    }
    return render(request, "desk/price_reviews.html", context)


def _with_changes(request: HttpRequest, reviews: list[PriceReview]) -> list[dict[str, Any]]:
    """Each review with the change behind it, in words; a link for who may open the request."""
    references = [review.case_reference for review in reviews]
    cases = Case.objects.filter(reference__in=references)
    titles = dict(cases.values_list("reference", "title"))
    mine = visible_to(request.user).filter(reference__in=references)
    open_to_me = set(mine.values_list("reference", flat=True)) if references else set()
    return [
        {
            "review": review,
            "change": titles.get(review.case_reference, ""),
            "may_open": review.case_reference in open_to_me,
        }
        for review in reviews
    ]


def _tabs(done: bool) -> list[dict[str, Any]]:
    here = reverse("desk:price_reviews")
    return [
        {"url": here, "label": _("À revoir"), "current": not done},
        {"url": f"{here}?etat={DONE}", "label": _("Revus"), "current": done},
    ]


@staff_only
@require_POST
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the prices were reviewed."""
    found = _found(request, number)
    if mark_reviewed(found, by=request.user):
        words = _("Les prix de «\u00a0%(home)s\u00a0» sont marqués comme revus.")
        messages.success(request, words % {"home": found.household})
    else:
        messages.info(request, _("C’est déjà fait, par un ou une collègue."))
    return redirect("desk:price_reviews")


@staff_only
@require_POST
def unreview(request: HttpRequest, number: int) -> HttpResponse:
    """Put it back among those to review."""
    found = _found(request, number)
    if take_back(found):
        words = _("Les prix de «\u00a0%(home)s\u00a0» sont de nouveau à revoir.")
        messages.success(request, words % {"home": found.household})
    return redirect("desk:price_reviews")


def _found(request: HttpRequest, number: int) -> PriceReview:
    """The review, if it is this person's to do; the same 404 for missing and forbidden."""
    rows = price_reviews_open_to(request.user).select_related("household")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
