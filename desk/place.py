"""Where one is in the queue: its view, filters and page, kept in the address of what one opens."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from cases.queue import VIEWS, View
from desk.words import recall

FILTERS = ("demarche", "etape", "service", "lieu", "agent", "retard")
KEPT = ("vue", "mots", *FILTERS, "after", "before")


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
    def narrowed(self) -> dict[str, Any]:
        """What the filters are asked; nothing when the view is shown whole."""
        asked = {name: self.asked[name] for name in FILTERS if name in self.asked}
        return asked | {"q": self.words} if self.words else asked

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
