"""The inbox: the queues of the agent's services, narrowed down, the most urgent first."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cases.paging import page_of
from cases.queue import BY_DUE_DATE, VIEWS, View, count_in_words, counts, tasks_for, view_of
from desk.access import staff_only
from desk.frame import frame
from desk.rows import task_row
from desk.task_filter import TaskFilter
from desk.words import recall

ROWS = 50
ROW_FIELDS = (
    "node",
    "due_at",
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
KEPT = ("vue", "mots", "demarche", "etape", "service", "lieu", "agent", "retard", "after", "before")


@dataclass(frozen=True)
class Place:
    """Where one is in the queue (view, filters, page): kept in the address of what one opens."""

    asked: QueryDict
    words: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Place":
        """The place that the request's address tells."""
        kept = QueryDict(mutable=True)
        for name in KEPT:
            if value := request.GET.get(name):
                kept[name] = value
        return cls(kept, recall(request))

    @property
    def narrowed(self) -> dict[str, str]:
        """What the filters are asked."""
        return {**self.asked.dict(), "q": self.words}

    def url(self, name: str, *args: str, **changed: str) -> str:
        """The address of a page of the desk from here; a name changed to "" is left out."""
        query = self.asked.copy()
        for key, value in changed.items():
            query.pop(key, None)
            if value:
                query[key] = value
        address = reverse(name, args=args)
        return f"{address}?{query.urlencode()}" if query else address

    @property
    def query(self) -> str:
        """The place as the end of an address, or nothing."""
        return f"?{self.asked.urlencode()}" if self.asked else ""

    def view_url(self, view: View) -> str:
        """The start of a view, without filters."""
        inbox = reverse("desk:inbox")
        return inbox if view is VIEWS[0] else f"{inbox}?{urlencode({'vue': view.slug})}"


def queue(request: HttpRequest, place: Place, opened: str = "") -> dict[str, Any]:
    """The list of tasks as asked, and the views with their counts."""
    at = now()
    view = view_of(place.asked.get("vue", ""))
    tasks = view.rows(tasks_for(request.user), request.user, at)
    narrowed = TaskFilter(place.narrowed, queryset=tasks, request=request)
    rows = narrowed.qs.select_related("owner", "case").only(*ROW_FIELDS)
    page = page_of(rows, place.asked, order=BY_DUE_DATE, size=ROWS)
    return {
        "view": view,
        "filter": narrowed,
        "tasks": [
            task_row(wait, at, place.url("desk:case", wait.reference), opened) for wait in page.rows
        ],
        "previous_url": page.previous and reverse("desk:inbox") + page.previous,
        "next_url": page.next and reverse("desk:inbox") + page.next,
        "first_url": place.url("desk:inbox", after="", before=""),
        "view_url": place.view_url(view),
        "cursor": "after" in place.asked or "before" in place.asked,
        "search": place.words,
        "words_key": place.asked.get("mots", ""),
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
@vary_on_headers("HX-Request")
def inbox(request: HttpRequest) -> HttpResponse:
    """The queue as a page; asked by htmx, its list and its views alone."""
    opened = request.GET.get("ouvert", "")
    context = queue(request, Place.of(request), opened)
    if request.headers.get("HX-Request"):
        return render(request, "desk/queue_live.html", context)
    return render(request, "desk/inbox.html", context | frame(request, "desk:inbox"))
