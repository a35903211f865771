"""The guided form filled at the counter, for the family that stands there."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Case
from cases.permissions import Level, case_for
from cases.sides import Side
from desk.access import staff_only
from desk.frame import frame
from desk.posting import act_of
from workflows.engine import acts, drafts, form_walk
from workflows.engine.forms import StepForm
from workflows.engine.pieces import piece_rows
from workflows.engine.procedure import FormStep, Text
from workflows.engine.settings import procedure_of
from workflows.engine.step import Stale
from workflows.engine.twins import twins_seen_by


def draft_for(request: HttpRequest, reference: str) -> Case:
    """A draft of this agent; 404 for any other, and once it is sent."""
    case = case_for(request.user, reference, Level.WRITE)
    if case.state != Case.State.DRAFT:
        raise Http404
    return case


def _page(request: HttpRequest, case: Case, name: str, status: int = 200, **more) -> HttpResponse:
    procedure = procedure_of(case)
    context: dict[str, Any] = {
        "case": case,
        "procedure": procedure,
        "count": form_walk.length(case),
        "act": uuid4,
        **frame("desk:counter"),
        **more,
    }
    return render(request, f"desk/{name}.html", context, status=status)


@staff_only
@require_safe
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on where the draft was left."""
    case = draft_for(request, reference)
    return redirect("desk:counter_step", reference, form_walk.where_left(case))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """Show a step, or keep what was typed and go on when it is right."""
    case = draft_for(request, reference)
    form_step = procedure_of(case).step(slug)
    if form_step is None:
        raise Http404
    if request.method == "POST":
        return _answered(request, case, form_step)
    return _show(request, case, form_step, drafts.form_for(form_step, case, request.user))


def _answered(request: HttpRequest, case: Case, form_step: FormStep) -> HttpResponse:
    drafts.keep_typed(case.pk, form_step.slug, request.POST, actor=request.user)
    if request.headers.get("X-Draft"):
        return HttpResponse(status=204)
    if request.POST.get("then") == "leave":
        messages.success(request, _("Le brouillon est gardé\u00a0: vous le retrouvez au guichet."))
        return redirect("desk:counter")
    if (done := form_walk.acted(case, form_step, request.POST, request.user)) is not None:
        return _acted(request, case, form_step, *done)
    form = form_walk.answered(case, form_step, request.user)
    if not form.is_valid():
        return _show(request, case, form_step, form, status=422)
    return redirect(*_next(case, form_step, request.GET.get("retour")))


def _next(case: Case, form_step: FormStep, back: str | None) -> tuple:
    """The step that follows; straight to the summary when one came back to change an answer."""
    if back:
        return "desk:counter_summary", case.reference
    if after := form_walk.following(case, form_step):
        return "desk:counter_step", case.reference, after
    return "desk:counter_pieces", case.reference


def _acted(
    request: HttpRequest, case: Case, form_step: FormStep, form: StepForm, said: Text | None
) -> HttpResponse:
    """The same step again: what its own button did changes what it asks."""
    if said is None:
        return _show(request, case, form_step, form, status=422)
    messages.success(request, str(said))
    return redirect("desk:counter_step", case.reference, form_step.slug)


def _show(
    request: HttpRequest, case: Case, form_step: FormStep, form: StepForm, status: int = 200
) -> HttpResponse:
    procedure = procedure_of(case)
    shown = form_walk.at_step(case, form_step)
    letters = procedure.letters(case) if form.shows_letters else []
    return _page(request, case, "counter_step", status, form=form, letters=letters, **shown)


@staff_only
@require_safe
def pieces(request: HttpRequest, reference: str) -> HttpResponse:
    """The documents of the draft: those the town has, those brought to the counter."""
    case = draft_for(request, reference)
    procedure = procedure_of(case)
    shown = {"letters": procedure.letters(case), **form_walk.at_papers(case)}
    return _page(request, case, "counter_pieces", rows=piece_rows(case), **shown)


@staff_only
@require_safe
def summary(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything answered, to read together before it is sent."""
    return _summary(request, draft_for(request, reference))


def _summary(request: HttpRequest, case: Case, status: int = 200, **errors) -> HttpResponse:
    shown = {
        "lines": procedure_of(case).lines(case),
        "rows": piece_rows(case),
        "twins": twins_seen_by(request.user, case),
    }
    return _page(request, case, "counter_summary", status, **shown, **errors)


@staff_only
@require_POST
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the request for the family, and print what it is owed."""
    case = case_for(request.user, reference, Level.WRITE)
    try:
        acts.submit(case.pk, actor=request.user, side=Side.TOWN, act=act_of(request))
    except Stale:
        pass  # a second click: show that it is sent
    except drafts.Incomplete as incomplete:
        return redirect("desk:counter_step", reference, incomplete.steps[0])
    except acts.Refused as refused:
        return _summary(request, case, status=422, blockers=refused.messages)
    return redirect("desk:receipt", reference)


@staff_only
@require_POST
def drop(request: HttpRequest, reference: str) -> HttpResponse:
    """Delete a draft."""
    case = draft_for(request, reference)
    try:
        drafts.drop(case.pk, actor=request.user)
    except Stale:
        return redirect("desk:case", reference)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("desk:counter")
