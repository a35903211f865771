"""What is searched for are names of people: the session keeps the words, the address has a key.

So no name is ever in an address, where logs, history and screens at the counter would show it.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST

from desk.access import staff_only

SESSION_KEY = "desk.words"
KEPT = 20
LONGEST = 100
PAGES = {"inbox": "desk:inbox", "archive": "desk:archive", "counter": "desk:counter"}


def keep(session: SessionBase, text: str) -> str:
    """Keep the words searched for, the last twenty; returns their key, "" for no words."""
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text:
        return ""
    key = salted_hmac(SESSION_KEY, text).hexdigest()[:12]
    known = session.get(SESSION_KEY, {})
    known.pop(key, None)
    session[SESSION_KEY] = dict([*known.items(), (key, text)][-KEPT:])
    return key


def recall(request: HttpRequest) -> str:
    """The words behind the address's key; "" when the session knows them no more."""
    return request.session.get(SESSION_KEY, {}).get(request.GET.get("mots", ""), "")


@staff_only
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Go to a list narrowed to the words, and to whatever else the form asks."""
    query = QueryDict(mutable=True)
    for name, value in request.POST.items():
        if value and name not in ("csrfmiddlewaretoken", "q", "page"):
            query[name] = value
    if key := keep(request.session, request.POST.get("q", "")):
        query["mots"] = key
    address = reverse(PAGES.get(request.POST.get("page", ""), "desk:inbox"))
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)
