"""All conversations with the services, the newest first."""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.models import Case, Message, ReadMark
from cases.permissions import readable_by
from cases.sides import Side
from portal.family_of import adult_of

SHOWN = 30


def conversations(request: HttpRequest) -> HttpResponse:
    """Cases in which something was written, with the last message and whether it was read."""
    adult_of(request)
    rows = readable_by(request.user).annotate(last_written=Max("messages__number"))
    rows = rows.exclude(last_written=None).select_related("service", "child")
    cases = list(rows.order_by("-updated_at")[:SHOWN])
    return render(request, "portal/messages.html", {"cases": _with_last(request, cases)})


def _with_last(request: HttpRequest, cases: list[Case]) -> list[Case]:
    marks = ReadMark.objects.filter(reader=request.user, case__in=cases)
    read = dict(marks.values_list("case_id", "number"))
    rows = Message.objects.filter(case__in=cases).order_by("case", "-number").distinct("case")
    newest = {message.case_id: message for message in rows.select_related("author")}
    for case in cases:
        case.message = newest[case.pk]
        unseen = case.message.number > read.get(case.pk, 0)
        case.unread = unseen and case.message.side == Side.TOWN
    return cases
