"""The inbox: the queues of the agent's services, narrowed down, the most urgent first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cases.models import Wait
from cases.paging import page_of
from cases.queue import BY_DUE_DATE, VIEWS, View, count_in_words, counts, view_of
from desk.access import staff_only
from desk.frame import frame
from desk.place import Place
from desk.rows import row_of
from desk.task_filter import TaskFilter

ROWS = 50
ANY = "0000-0000"  # stands for a case's number in an address
ROW_FIELDS = (
    "on",
    "node",
    "part",
    "part_name",
    "since",
    "due_at",
    "remind_at",
    "procedure",
    "reference",
    "family_name",
    "child_name",
    "unread",
    "case__title",
    "owner__first_name",
    "owner__last_name",
    "owner__username",
)


def queue(request: HttpRequest, place: Place, opened: str = "") -> dict[str, Any]:
    """The list of tasks as asked, and the views with their counts."""
    at = now()
    view = view_of(place.asked.get("vue", ""))
    tasks = view.within(request.user, at)
    narrowed = place.narrowed and TaskFilter(place.narrowed, queryset=tasks, request=request)
    rows = narrowed.qs if narrowed else tasks
    rows = rows.select_related("owner", "case").only(*ROW_FIELDS)
    address = place.url("desk:case", ANY)
    page = page_of(rows, place.asked, order=BY_DUE_DATE, size=ROWS)
    return {
        "view": view,
        "filter": narrowed,
        "tasks": [
            row_of(wait, at, address.replace(ANY, wait.reference), opened) for wait in page.rows
        ],
        "previous_url": page.previous and reverse("desk:inbox") + page.previous,
        "next_url": page.next and reverse("desk:inbox") + page.next,
        "first_url": place.url("desk:inbox", after="", before=""),
        "view_url": place.view_url(view),
        "cursor": "after" in place.asked or "before" in place.asked,
        "search": place.words,
        "words_key": place.asked.get("mots", ""),
        "place_query": place.query,
        "views": _views(place, view, counts(request.user, at)),
        "refresh_url": place.url("desk:inbox", ouvert=opened),
    }


def _views(place: Place, current: View, known: dict[str, int]) -> list[dict[str, Any]]:
    views = [
        {
            "url": place.view_url(view),
            "label": view.label,
            "count": known[view.slug] and count_in_words(known[view.slug]),
            "tone": view.tone if known[view.slug] else "",
            "current": view is current,
        }
        for view in VIEWS
    ]
    return [{"views": views}]


@staff_only
@require_safe
def filters(request: HttpRequest) -> HttpResponse:
    """The form that narrows the list; the page leaves it out until it is wanted or in use."""
    return render(request, "desk/filters.html", _filters(request))


def _filters(request: HttpRequest) -> dict[str, Any]:
    place = Place.of(request)
    view = view_of(place.asked.get("vue", ""))
    asked = TaskFilter(place.narrowed, queryset=Wait.objects.none(), request=request)
    asked.form.is_valid()
    return {
        "view": view,
        "view_url": place.view_url(view),
        "filter": asked,
        "search": place.words,
        "filtering": True,
    }


@staff_only
@require_safe
@vary_on_headers("HX-Request")
def inbox(request: HttpRequest) -> HttpResponse:
    """The queue as a page; asked by htmx, its list and its views alone."""
    opened = request.GET.get("ouvert", "")
    context = queue(request, Place.of(request), opened)
    if request.headers.get("HX-Request"):
        return render(request, "desk/queue_live.html", context)
    if "filtrer" in request.GET and not context["filter"]:
        context |= _filters(request)
    return render(request, "desk/inbox.html", context | frame("desk:inbox"))
