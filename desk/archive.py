"""Every case of one's services, live or closed: the newest first, found by name or number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.archive import NEWEST_FIRST, found_by, sent_to
from cases.models import Case
from cases.paging import page_of
from desk.access import staff_only
from desk.frame import frame
from desk.words import recall
from workflows.engine.standing import badge

ROWS = 25
STATES = [choice for choice in Case.State.choices if choice[0] != Case.State.DRAFT]
FAMILY = ("famille", _("En attente de la famille"))  # of those under way


@staff_only
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The cases sent to the agent's services, narrowed to words and a state."""
    cases, words = sent_to(request.user), recall(request)
    if words:
        cases = found_by(cases, words)
    state = request.GET.get("etat", "")
    if state == FAMILY[0]:
        cases = cases.waiting_for_family()
    elif state in dict(STATES):
        cases = cases.filter(state=state)
    page = page_of(cases, request.GET, order=NEWEST_FIRST, size=ROWS)
    for case in page.rows:
        case.badge = badge(case)
    context = {
        "page": page,
        "search": words,
        "states": [STATES[0], FAMILY, *STATES[1:]],
        "state": state,
    }
    return render(request, "desk/archive.html", context | frame("desk:archive"))
