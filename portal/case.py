"""A request as its family follows it: where it stands, the thread, the documents."""

from hashlib import md5
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case, MessageDraft, Wait
from cases.permissions import Level, level, linked_cases
from cases.reading import by_day, story
from cases.sides import Side
from documents.refusal import RefusedFile
from documents.store import StoreUnavailable
from portal.family_of import family_case, sent_case
from portal.guided import act_of
from portal.pieces import piece_rows
from workflows.engine import acts, conversation, form_walk
from workflows.engine.letters import has_decision
from workflows.engine.settings import procedure_of
from workflows.engine.standing import (
    Standing,
    badge,
    follow_ups,
    last_asked,
    own_pages,
    plan,
    refusal,
    reply,
    standing,
    told_on_the_way,
)
from workflows.engine.step import Stale


def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a request; a draft goes on where it was left."""
    found = family_case(request.user, reference)
    if found.state == Case.State.DRAFT:
        return redirect("portal:step", reference, form_walk.where_left(found))
    return render(request, "portal/case.html", reading(request, found))


def live(request: HttpRequest, reference: str) -> HttpResponse:
    """The parts of the page that can change, for a page that learns there is something new."""
    found = sent_case(request.user, reference)
    return render(request, "portal/case_live.html", reading(request, found))


def reading(request: HttpRequest, case: Case) -> dict:
    """Everything the page shows, at the reader's level."""
    may = level(request.user, case)
    now = standing(case)
    case.asks_family = now.whose == Side.FAMILY
    after = request.GET.get("after", "")
    context = {
        "case": case,
        "procedure": procedure_of(case),
        "badge": badge(case),
        "standing": now,
        "plan": plan(case),
        "days": by_day(story(request.user, case)),
        "after": int(after) if after.isdigit() else case.last_event,
        "may_read": may >= Level.READ,
        "may_write": may >= Level.WRITE,
        "act": uuid4(),
        "asked": last_asked(case),
        "refusal": refusal(case),
        "reply": reply(case) if may >= Level.READ else None,
        "on_the_way": told_on_the_way(case) if may >= Level.READ else "",
        "linked": linked_cases(request.user, case),
        "follow_ups": follow_ups(case) if may >= Level.WRITE else [],
        "has_decision": has_decision(case),
        "ended": procedure_of(case).ends.get(case.state, ""),
    }
    procedure = context["procedure"]
    context["settled"] = procedure.settled(case)
    context["next_steps"] = procedure.next_steps.get(case.state, ())
    context["if_late"] = procedure.if_late.get(now.wait.node, "") if now.wait else ""
    rows = piece_rows(case) if may >= Level.READ else []
    context["turn_mark"] = turn_mark(now, rows)
    context["known_turn"] = request.GET.get("turn_mark", "")
    if may >= Level.READ:
        context |= {"rows": rows, **own_pages(case, now.wait)}
        context["own_letters"] = procedure_of(case).letters(case)
        draft = MessageDraft.objects.filter(case=case, author=request.user)
        context["message_draft"] = draft.values_list("body", flat=True).first() or ""
    return context


def turn_mark(now: Standing, rows: list[dict]) -> str:
    """What the part that says whose turn it is was drawn from. Drawn anew only when it changes:
    a file that was chosen there and not sent yet would be lost."""
    told = [now.whose, str(now.since)]
    if now.wait is not None:
        told += [str(now.wait.pk), str(now.wait.owner_id), str(now.wait.wake_at)]
    for row in rows:
        piece, reusable = row["piece"], row["reusable"]
        told.append(f"{row['kind']}-{piece and (piece.state, piece.document_id)}")
        told.append(str(reusable and reusable.pk))
    return md5("|".join(told).encode(), usedforsecurity=False).hexdigest()[:12]


@require_POST
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """Post a message, with attachments; what was typed survives a refusal."""
    found = sent_case(request.user, reference, Level.WRITE)
    body = request.POST.get("text", "").strip()
    if request.headers.get("X-Draft"):
        conversation.keep_draft(found, author=request.user, body=body)
        return HttpResponse(status=204)
    try:
        files = conversation.attach(found, request.FILES.getlist("files"), by=request.user)
        if not body and not files:
            raise RefusedFile([_("Écrivez votre message avant de l’envoyer.")])
        conversation.post_message(
            found.pk,
            body,
            author=request.user,
            side=Side.FAMILY,
            act=act_of(request),
            attachments=files,
        )
    except (RefusedFile, StoreUnavailable) as error:
        conversation.keep_draft(found, author=request.user, body=body)
        shown = getattr(error, "messages", [_("La pièce jointe n’a pas pu être envoyée.")])
        messages.error(request, " ".join(str(line) for line in shown))
    else:
        if request.headers.get("Accept") == "application/json":  # the live client: no page
            return HttpResponse(status=204)
    return redirect("portal:case", reference)


@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer what the case waits for."""
    found = sent_case(request.user, reference, Level.WRITE)
    wait = found.waits.filter(on=Wait.For.FAMILY).first()
    exit = request.POST.get("exit", "answered")
    try:
        if wait is None:
            raise Stale
        acts.answer(wait.pk, exit, actor=request.user, act=act_of(request))
    except Stale:
        messages.info(request, _("C’est déjà fait\u00a0: la demande a avancé entre-temps."))
    except acts.Refused as refused:
        messages.error(request, " ".join(str(line) for line in refused.messages))
    else:
        messages.success(request, _("C’est envoyé. La suite s’affichera ici."))
    return redirect("portal:case", reference)


def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask, then take the request back."""
    found = sent_case(request.user, reference, Level.WRITE)
    if request.method != "POST":
        return render(request, "portal/withdraw.html", {"case": found, "act": uuid4()})
    try:
        acts.withdraw(found.pk, actor=request.user, act=act_of(request))
    except Stale:
        messages.info(
            request, _("La demande est déjà close\u00a0: elle ne peut plus être retirée.")
        )
    else:
        messages.success(request, _("Votre demande est retirée."))
    return redirect("portal:case", reference)


@require_POST
def seen(request: HttpRequest, reference: str) -> HttpResponse:
    """Remember up to where the case was read."""
    found = sent_case(request.user, reference, Level.READ)
    number = request.POST.get("number", "")
    if number.isdigit():
        conversation.mark_read(found, reader=request.user, side=Side.FAMILY, number=int(number))
    return HttpResponse(status=204)
