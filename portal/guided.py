"""The guided form: one subject a step, what is typed kept at each step and each pause."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.permissions import Level
from cases.recording import uuid_or_none
from portal.family_of import family_case
from workflows.engine import acts, drafts, form_walk
from workflows.engine.forms import StepForm
from workflows.engine.pieces import piece_rows
from workflows.engine.procedure import FormStep, Procedure, Text
from workflows.engine.settings import procedure_of
from workflows.engine.step import Stale
from workflows.engine.twins import twins_seen_by


def draft_for(request: HttpRequest, reference: str) -> tuple[Case, Procedure]:
    """The draft that this person may fill; 404 otherwise, and once it is sent."""
    case = family_case(request.user, reference, Level.WRITE)
    if case.state != Case.State.DRAFT:
        raise Http404
    return case, procedure_of(case)


def step(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """Show a step, or keep what was typed and go on when it is right."""
    case, procedure = draft_for(request, reference)
    form_step = procedure.step(slug)
    if form_step is None:
        raise Http404
    if request.method == "POST":
        return _answered(request, case, procedure, form_step)
    form = drafts.form_for(form_step, case, request.user)
    return _show(request, case, form_step, form)


def _answered(
    request: HttpRequest, case: Case, procedure: Procedure, form_step: FormStep
) -> HttpResponse:
    drafts.keep_typed(case.pk, form_step.slug, request.POST, actor=request.user)
    if request.headers.get("X-Draft"):
        return HttpResponse(status=204)
    if request.POST.get("then") == "leave":
        messages.success(
            request, _("Votre brouillon est gardé\u00a0: reprenez-le quand vous voulez.")
        )
        return redirect("home")
    if (done := form_walk.acted(case, form_step, request.POST, request.user)) is not None:
        return _acted(request, case, form_step, *done)
    form = form_walk.answered(case, form_step, request.user)
    if not form.is_valid():
        return _show(request, case, form_step, form, status=422)
    return redirect(*_next(case, procedure, form_step, request.GET.get("retour")))


def _acted(
    request: HttpRequest, case: Case, form_step: FormStep, form: StepForm, said: Text | None
) -> HttpResponse:
    """The same step again: what its own button did changes what it asks."""
    if said is None:
        return _show(request, case, form_step, form, status=422)
    messages.success(request, str(said))
    return redirect("portal:step", case.reference, form_step.slug)


def _next(case: Case, procedure: Procedure, form_step: FormStep, back: str | None) -> tuple:
    """The step that follows; straight to the summary when one came back to change an answer."""
    if back:
        return "portal:summary", case.reference
    if after := form_walk.following(case, form_step):
        return "portal:step", case.reference, after
    return "portal:draft_pieces", case.reference


def _show(
    request: HttpRequest, case: Case, form_step: FormStep, form: StepForm, status: int = 200
) -> HttpResponse:
    procedure = procedure_of(case)
    shown = form_walk.at_step(case, form_step)
    letters = procedure.letters(case) if form.shows_letters else []
    context = {"case": case, "procedure": procedure, "form": form, "letters": letters, **shown}
    return render(request, "demarches/step.html", context, status=status)


def summary(request: HttpRequest, reference: str, status: int = 200, **errors) -> HttpResponse:
    """Everything answered, each line with its way back, and the button that sends it."""
    case, procedure = draft_for(request, reference)
    context = {
        "case": case,
        "procedure": procedure,
        "lines": procedure.lines(case),
        "rows": piece_rows(case),
        "by_sending": procedure.by_sending(case),
        "count": form_walk.length(case),
        "act": uuid4(),
        "twins": twins_seen_by(request.user, case),
        **errors,
    }
    return render(request, "demarches/summary.html", context, status=status)


@require_POST
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the request; a second click finds it sent and shows it."""
    case = family_case(request.user, reference, Level.WRITE)
    try:
        acts.submit(case.pk, actor=request.user, act=act_of(request))
    except Stale:
        pass  # already sent: show it
    except drafts.Incomplete as incomplete:
        return redirect("portal:step", reference, incomplete.steps[0])
    except acts.Refused as refused:
        return summary(request, reference, status=422, blockers=refused.messages)
    return redirect("portal:receipt", reference)


def drop(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask, then delete a draft."""
    case, procedure = draft_for(request, reference)
    if request.method != "POST":
        return render(request, "demarches/drop.html", {"case": case, "procedure": procedure})
    try:
        drafts.drop(case.pk, actor=request.user)
    except Stale:
        return redirect("portal:case", reference)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("home")


def act_of(request: HttpRequest) -> UUID | None:
    """The id that the page gave to this act, so that a double click changes nothing."""
    return uuid_or_none(request.POST.get("act", ""))
