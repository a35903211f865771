"""Writing in a case: to the family, or between agents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.permissions import Level, case_for
from cases.sides import Side
from desk.access import staff_only
from desk.posting import act_of, back_to
from documents.refusal import RefusedFile
from documents.store import StoreUnavailable
from workflows.engine import conversation
from workflows.engine.step import Stale

LONGEST = 5000


@staff_only
@require_POST
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the family; what was typed is kept when it cannot go."""
    case = case_for(request.user, reference, Level.WRITE)
    body = _text(request)
    if request.headers.get("X-Draft"):
        conversation.keep_draft(case, author=request.user, body=body)
        return HttpResponse(status=204)
    refusal = _post(request, case, body)
    if refusal:
        conversation.keep_draft(case, author=request.user, body=body)
        messages.error(request, refusal)
    elif request.headers.get("Accept") == "application/json":  # the live client: no page
        return HttpResponse(status=204)
    return back_to(request, case)


def _post(request: HttpRequest, case: Case, body: str) -> str:
    """Post the message with its files; why not, when it cannot be."""
    try:
        files = conversation.attach(case, request.FILES.getlist("files"), by=request.user)
        if not body and not files:
            return _("Écrivez votre message avant de l’envoyer.")
        conversation.post_message(
            case.pk,
            body,
            author=request.user,
            side=Side.TOWN,
            act=act_of(request),
            attachments=files,
        )
    except RefusedFile as refused:
        return " ".join(refused.messages)
    except StoreUnavailable as error:
        return str(error)
    except Stale:
        return _("Ce brouillon n’est pas encore envoyé\u00a0: personne ne lirait votre message.")
    return ""


@staff_only
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write for the service alone."""
    case = case_for(request.user, reference, Level.WRITE)
    body = _text(request)
    if not body:
        messages.error(request, _("Écrivez votre note avant de l’ajouter."))
    else:
        conversation.add_note(case.pk, body, author=request.user, act=act_of(request))
    return back_to(request, case)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\0", "").strip()[:LONGEST]
