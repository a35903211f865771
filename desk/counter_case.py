"""What an agent does in a live case for the family at the counter: documents, answer, withdrawal."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case, Wait
from cases.permissions import Level, case_for
from cases.recording import Acting
from cases.sides import Side
from cases.waiting import facing_family
from desk.access import staff_only
from desk.frame import frame
from desk.posting import act_of, say_who_was_faster, task_id_of
from documents.models import Document
from documents.refusal import RefusedFile
from documents.reuse import reusable
from documents.store import StoreUnavailable
from workflows.engine import acts
from workflows.engine.pieces import open_to_papers, piece_rows, put_paper, take_paper
from workflows.engine.settings import procedure_of
from workflows.engine.standing import last_asked
from workflows.engine.step import AlreadyDone, Stale


@staff_only
@require_safe
def at_counter(request: HttpRequest, reference: str) -> HttpResponse:
    """What the family may do in its case, done for it."""
    case = case_for(request.user, reference, Level.WRITE)
    if not case.is_live:
        raise Http404
    wait = facing_family(case)
    context = {
        "case": case,
        "wait": wait,
        "answers": _answers(case, wait),
        "rows": piece_rows(case),
        "asked": last_asked(case),
        "act": uuid4,
        **frame("desk:counter"),
    }
    return render(request, "desk/counter_case.html", context)


def _answers(case: Case, wait: Wait | None) -> list[tuple[str, str]]:
    """The exits that the family may take, each with its verb."""
    if wait is None or wait.on != Wait.For.FAMILY:
        return []
    node = procedure_of(case).flow.instance.node(wait.node)
    verbs = {
        "answered": _("Envoyer la réponse de la famille"),
        "accept": _("La famille accepte"),
        "decline": _("La famille refuse"),
    }
    return [(exit, verbs.get(exit, exit)) for exit in node.closes]


@staff_only
@require_POST
def give(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Put a document into the case: one that the town has, or one brought to the counter."""
    case = case_for(request.user, reference, Level.WRITE)
    if not open_to_papers(case, kind):
        raise Http404
    try:
        document = _document(request, case, kind)
        if document is None:
            messages.error(request, _("Choisissez un fichier."))
        else:
            put_paper(case, kind, document, acting=Acting(request.user, Side.TOWN, act_of(request)))
            messages.success(request, _("Document ajouté."))
    except RefusedFile as refused:
        messages.error(request, " ".join(refused.messages))
    except StoreUnavailable as down:
        messages.error(request, str(down))
    except AlreadyDone:
        pass  # the first click added it
    except Stale as stale:
        say_who_was_faster(request, stale)
    return redirect(_page_of(case), reference)


def _page_of(case: Case) -> str:
    return "desk:counter_pieces" if case.state == Case.State.DRAFT else "desk:at_counter"


def _document(request: HttpRequest, case: Case, kind: str) -> Document | None:
    if request.POST.get("document") and case.household:
        child = procedure_of(case).child(case)
        known = reusable(case.household, child, kind, localdate())
        same = known is not None and str(known.public_id) == request.POST["document"]
        return known if same else None
    files = [file for file in request.FILES.getlist("file") if file]
    return take_paper(case, kind, files[0], by=request.user) if files else None


@staff_only
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer for the family what the case waits for."""
    case = case_for(request.user, reference, Level.WRITE)
    task, exit = task_id_of(request, case), request.POST.get("exit", "")
    try:
        acts.answer(task, exit, actor=request.user, side=Side.TOWN, act=act_of(request))
    except Stale as stale:
        say_who_was_faster(request, stale)
    except acts.Refused as refused:
        messages.error(request, " ".join(str(line) for line in refused.messages))
        return redirect("desk:at_counter", reference)
    else:
        messages.success(request, _("C’est envoyé pour la famille."))
    return redirect("desk:case", reference)


@staff_only
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the request back, as the family asks."""
    case = case_for(request.user, reference, Level.WRITE)
    try:
        acts.withdraw(case.pk, actor=request.user, side=Side.TOWN, act=act_of(request))
    except Stale as stale:
        say_who_was_faster(request, stale)
    else:
        messages.success(request, _("La demande est retirée, comme la famille l’a demandé."))
    return redirect("desk:case", reference)
