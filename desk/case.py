"""A case from the service's side: what was asked, what is on file, what was said, what to do."""

from hashlib import md5
from typing import Any
from uuid import uuid4

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.roles import staff_of
from cases.models import Case, MessageDraft, Piece, Wait
from cases.permissions import (
    Level,
    case_for,
    linked_cases,
    may_correct_file,
    people_for,
    reserved,
)
from cases.reading import by_day, story
from cases.sides import Side
from cases.waiting import facing_staff
from desk.access import staff_only
from desk.decision_forms import DecisionForm
from desk.frame import frame
from desk.inbox import queue
from desk.place import Place
from desk.rows import due_words, step_title
from documents.permissions import MEDICAL
from family.file import family_file
from family.models import SensitiveReading
from workflows.engine import conversation
from workflows.engine.differences import differences, differences_mark
from workflows.engine.letters import has_decision
from workflows.engine.procedure import Decision, open_lines
from workflows.engine.sections import HEALTH, open_sections
from workflows.engine.settings import procedure_of
from workflows.engine.standing import badge, last_asked, own_pages, plan, refusal, reply
from workflows.engine.twins import twins_seen_by

# The sections about money, in the order in which a page shows them.
MONEY = (SensitiveReading.Section.BANK, SensitiveReading.Section.INCOME)


@staff_only
@require_safe
@vary_on_headers("HX-Request")
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The case beside the queue it was opened from; asked by htmx, the parts that can change."""
    found = case_for(request.user, reference, Level.WRITE)
    if found.state == Case.State.DRAFT:
        return redirect("desk:counter_draft", reference)
    if request.headers.get("HX-Request"):
        live = live_parts(request, found)
        if live["differences_mark"] != live["known_differences"]:
            live |= _against_file(request, found)
        return render(request, "desk/case_live.html", live)
    conversation.mark_read(found, reader=request.user, side=Side.TOWN, number=found.last_event)
    return case_page(request, found)


def case_page(
    request: HttpRequest,
    case: Case,
    *,
    deciding: DecisionForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page, with a decision being written when there is one."""
    live = live_parts(request, case)
    context = {
        **queue(request, Place.of(request), case.reference),
        **frame("desk:inbox"),
        **live,
        **_beside(request, case, live["sections"]),
        "deciding": deciding,
        **_told(request),
        **more,
    }
    return render(request, "desk/case.html", context, status=status)


def _told(request: HttpRequest) -> dict[str, Any]:
    """What the agent is told: on top of the page, or where the act was done in it."""
    told = list(get_messages(request))
    here = [message for message in told if message.extra_tags == "differences"]
    return {"messages": [m for m in told if m not in here], "about_differences": here}


def live_parts(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What can change while one looks: the turn, the thread, the documents, the task."""
    after, place = request.GET.get("last", ""), Place.of(request)
    procedure, task = procedure_of(case), task_of(request.user, case)
    pieces = list(case.pieces.select_related("document"))
    sections = open_sections(request.user, case)
    return {
        "case": case,
        "reference": case.reference,
        "here": place.url("desk:case", case.reference),
        "queue_url": place.url("desk:inbox"),
        "place_query": place.query,
        "procedure": procedure,
        "badge": badge(case),
        "plan": plan(case),
        "days": by_day(story(request.user, case)),
        "after": int(after) if after.isdecimal() and len(after) < 10 else case.last_event,
        "pieces": pieces,
        "own_letters": procedure.letters(case),
        "sections": sections,
        "medical_open": HEALTH in sections,
        "papers_mark": papers_mark(pieces, task["task_mark"]),
        "differences_mark": differences_mark(case),
        "known_differences": request.GET.get("differences_mark", ""),
        "known_papers": request.GET.get("papers_mark", ""),
        "known_task": request.GET.get("task_mark", ""),
        "answer_url": reverse("desk:at_counter", args=[case.reference]),
        "asked": _asked(case, sections),
        "refusal": refusal(case),
        "reply": reply(case),
        "linked": linked_cases(request.user, case),
        "has_decision": has_decision(case),
        **own_pages(case, task["wait"]),
        "colleagues": colleagues(request.user, task["wait"]),
        "act": uuid4,  # each form draws its own
        **task,
    }


def _asked(case: Case, sections: frozenset[str]) -> dict:
    """What was asked of the family; words about a medical paper are for who has the task."""
    words = last_asked(case)
    medical = MEDICAL & set(words.get("pieces") or ())
    return {} if medical and HEALTH not in sections else words


def papers_mark(pieces: list[Piece], task_mark: str) -> str:
    """Changes when the documents do: a page that shows older ones draws them again."""
    told = [f"{p.kind}{p.state}{p.document_id}{p.comment}" for p in pieces]
    return md5("|".join([*told, task_mark]).encode(), usedforsecurity=False).hexdigest()[:12]


def task_of(user: User, case: Case) -> dict[str, Any]:
    """What the case waits for, and what this agent may do about it."""
    services = staff_of(user).services
    wait, at = facing_staff(case, services), now()
    mine = bool(wait and wait.owner_id == user.pk)
    staffs = bool(wait and wait.on == Wait.For.STAFF and wait.service_id in services)
    ours = staffs and not reserved(user, wait)
    return {
        "wait": wait,
        "step": step_title(case.procedure, wait.node, wait.part, wait.part_name) if wait else "",
        "due": due_words(wait.due_at, at) if wait and wait.due_at else "",
        "late": bool(ours and wait.due_at and wait.due_at < at),
        "promise_late": bool(ours and case.due_at and case.due_at < at),
        "mine": mine,
        "reserved": staffs and not ours,
        "taken": bool(ours and wait.owner_id and not mine),
        "decisions": decisions_of(case, wait) if ours else (),
        # changes with the task: a page that shows an older one gets the new card
        "task_mark": f"{wait.pk}-{wait.owner_id or 0}" if wait else case.state,
    }


def decisions_of(case: Case, wait: Wait) -> tuple[Decision, ...]:
    """The ways out of a staff task, a refusal never first."""
    declared = procedure_of(case).offered(case, wait.node)
    return tuple(sorted(declared, key=lambda decision: decision.refuses))


def _beside(request: HttpRequest, case: Case, sections: frozenset[str]) -> dict[str, Any]:
    procedure = procedure_of(case)
    draft = MessageDraft.objects.filter(case=case, author=request.user)
    lines = procedure.lines(case)
    return {
        "lines": open_lines(lines),
        "shut_lines": any(line.section for line in lines),
        "settled": procedure.settled(case),
        **_against_file(request, case),
        "verified": procedure.verified(case),
        "twins": twins_seen_by(request.user, case) if case.is_live else [],
        "family": family_file(case.household) if case.household else None,
        "sections_needed": [section for section in MONEY if section in sections],
        "health_needed": HEALTH in sections,
        "message_draft": draft.values_list("body", flat=True).first() or "",
    }


def _against_file(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What was declared beside what is on file, while the case is live."""
    return {
        "compared": [d for d in differences(case) if not d.section] if case.is_live else [],
        "may_correct_file": may_correct_file(request.user, case),
    }


def colleagues(user: User, task: Wait | None) -> list[User]:
    """Those who may be given the task: the people of its service."""
    if task is None:
        return []
    return list(people_for(task).exclude(pk=user.pk))


@staff_only
@require_POST
def seen(request: HttpRequest, reference: str) -> HttpResponse:
    """Remember up to where the page in front of the agent was read."""
    found = case_for(request.user, reference, Level.WRITE)
    number = request.POST.get("number", "")
    if number.isdecimal() and len(number) < 10:
        conversation.mark_read(found, reader=request.user, side=Side.TOWN, number=int(number))
    return HttpResponse(status=204)
