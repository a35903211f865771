"""Asking for an account without having one: a public form, a case, an acknowledgement."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from accounts.throttling import Allowance, TooMany, client_address, spend
from cases.models import Case, CaseEvent
from portal.lockout import too_many
from workflows.engine import acts, drafts
from workflows.engine.forms import StepForm
from workflows.engine.procedure import FormStep, registry
from workflows.engine.receipt import receipt

SLUG = "activation"
ASKED = "activation_asked"
TRAP = "website"  # a field that people do not see: who fills it is a machine
REQUESTS = Allowance("activation-request", tries=6, window=timedelta(hours=1))


@login_not_required
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes a task of the service that welcomes families."""
    form_step = registry[SLUG].steps[0]
    form = _form(form_step, request)
    act = request.POST.get("act") or str(uuid4())
    if request.method == "POST":
        try:
            spend(REQUESTS, client_address(request))
        except TooMany as error:
            return too_many(request, error.retry_at)
        if form.is_valid():
            trapped = bool(request.POST.get(TRAP))
            request.session[ASKED] = "" if trapped else _send(request, form_step, act)
            return redirect("activation_asked")
    context = {"form": form, "act": act, "trap": TRAP}
    status = 422 if form.errors else 200
    return render(request, "portal/activation/request.html", context, status=status)


def _form(form_step: FormStep, request: HttpRequest) -> StepForm:
    case = Case(procedure=SLUG, data={})
    data = request.POST if request.method == "POST" else None
    return form_step.form(data, case=case, user=request.user, day=localdate())


def _send(request: HttpRequest, form_step: FormStep, act: str) -> str:
    """Begin, fill and send the case in one transaction; a repeated act gives the first one."""
    try:
        known = UUID(act)
    except ValueError:
        known = uuid4()
    typed = request.POST.copy()
    for name in ("act", TRAP):
        typed.pop(name, None)
    try:
        with transaction.atomic():
            if sent := _sent(known):
                return sent
            case = drafts.begin(registry[SLUG], user=None, applicant=None, household=None)
            drafts.keep_typed(case.pk, form_step.slug, typed, actor=None)
            acts.submit(case.pk, actor=None, act=known)
            return case.reference
    except IntegrityError:
        return _sent(known) or ""


def _sent(act: UUID) -> str | None:
    events = CaseEvent.objects.filter(act=act, case__procedure=SLUG)
    return events.values_list("case__reference", flat=True).first()


@login_not_required
@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """The acknowledgement, for the browser that asked."""
    reference = request.session.get(ASKED)
    if reference is None:
        return redirect("activation_request")
    case = Case.objects.filter(reference=reference, procedure=SLUG).first()
    context = {"case": case, "receipt": receipt(case) if case else None}
    return render(request, "portal/activation/asked.html", context)
