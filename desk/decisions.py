"""Taking a task, giving it back or to a colleague, and deciding."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.models import Case, Wait
from cases.permissions import Level, case_for, level
from desk.access import staff_only
from desk.case import case_page, colleagues, live_parts, task_of
from desk.decision_forms import DecisionForm, form_for
from desk.place import Place
from desk.posting import act_of, back_to, say_who_was_faster, task_id_of
from documents.refusal import RefusedFile
from documents.store import StoreUnavailable
from workflows.engine import acts
from workflows.engine.answers import AnswerForm
from workflows.engine.settings import procedure_of
from workflows.engine.step import Stale


@staff_only
@require_POST
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the task."""
    case = case_for(request.user, reference, Level.WRITE)
    try:
        acts.claim(task_id_of(request, case), actor=request.user, act=act_of(request))
    except Stale as stale:
        say_who_was_faster(request, stale)
    return back_to(request, case)


@staff_only
@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Put one's task back into the queue."""
    case = case_for(request.user, reference, Level.WRITE)
    try:
        acts.release(task_id_of(request, case), actor=request.user, act=act_of(request))
    except Stale as stale:
        say_who_was_faster(request, stale)
    else:
        messages.success(request, _("La tâche est de nouveau dans la file du service."))
    return back_to(request, case)


@staff_only
@require_POST
def reassign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the task to somebody of the same service, or take it over."""
    case = case_for(request.user, reference, Level.WRITE)
    task = task_id_of(request, case)
    wait = Wait.objects.filter(pk=task).first()
    people = {str(person.public_id): person for person in colleagues(request.user, wait)}
    people[str(request.user.public_id)] = request.user
    to = people.get(request.POST.get("to", ""))
    if to is None:
        messages.error(request, _("Choisissez la personne à qui confier la tâche."))
        return back_to(request, case)
    try:
        acts.reassign(task, to=to, actor=request.user, act=act_of(request))
    except Stale as stale:
        say_who_was_faster(request, stale)
    else:
        mine = to.pk == request.user.pk
        words = _("Vous avez repris la tâche.") if mine else _("Tâche confiée à %(who)s.")
        messages.success(request, words % {"who": to})
    return back_to(request, case)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, reference: str, exit: str) -> HttpResponse:
    """What a decision needs to be said, then the decision. What was typed survives a refusal."""
    case = case_for(request.user, reference, Level.WRITE)
    if request.method == "POST":
        return _decided(request, case, exit)
    form = _form(request, case, exit)
    if form is None:
        return back_to(request, case)
    if request.headers.get("HX-Request"):
        context = {**live_parts(request, case), "deciding": form}
        return render(request, "desk/decide.html", context)
    return case_page(request, case, deciding=form)


def _form(
    request: HttpRequest, case: Case, exit: str, *sent: Any
) -> DecisionForm | AnswerForm | None:
    """The form of a decision that the case's open task offers; None when it offers it no more."""
    procedure = procedure_of(case)
    task = task_of(request.user, case)
    declared = next((d for d in task["decisions"] if d.exit == exit), None)
    if declared is None:
        return None
    given = {"case": case, "procedure": procedure, "user": request.user}
    return form_for(declared, *sent, auto_id="decide_%s", **given)


def _decided(request: HttpRequest, case: Case, exit: str) -> HttpResponse:
    task = task_id_of(request, case)
    form = _form(request, case, exit, request.POST, request.FILES)
    if form is not None and not form.is_valid():
        return case_page(request, case, deciding=form, status=422)
    try:
        words = _words(form)
        acts.decide(task, exit, actor=request.user, act=act_of(request), **words)
    except LookupError:
        raise Http404 from None
    except Stale as stale:
        say_who_was_faster(request, stale)
    except acts.Refused as refused:
        for line in refused.messages:
            form.add_error(None, str(line))
        return case_page(request, case, deciding=form, status=422)
    except (RefusedFile, StoreUnavailable) as refused:
        form.add_error(None, " ".join(getattr(refused, "messages", [str(refused)])))
        return case_page(request, case, deciding=form, status=422)
    else:
        messages.success(request, _("C’est fait. La famille est prévenue."))
    case.refresh_from_db()
    if level(request.user, case) < Level.WRITE:  # handed over to another service
        return redirect(Place.of(request).url("desk:inbox"))
    return back_to(request, case)


def _words(form: DecisionForm | AnswerForm | None) -> dict[str, Any]:
    """What `decide` is told beside the exit; a file is put into the store first."""
    if form is None:
        return {}
    return {"answers": form.typed()} if isinstance(form, AnswerForm) else form.words()
