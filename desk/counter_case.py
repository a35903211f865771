"""What an agent does in a live case for the family at the counter: documents, answer, withdrawal."""

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import staff_of
from cases.models import Case, Piece, Wait
from cases.permissions import Level, case_for, receipt_for
from cases.recording import Acting
from cases.sides import Side
from desk.access import staff_only
from desk.frame import frame
from desk.posting import act_of, say_who_was_faster, task_id_of
from documents.intake import take_in
from documents.models import Document
from documents.pdf import write
from documents.refusal import RefusedFile
from documents.reuse import reusable
from documents.store import StoreUnavailable
from workflows.engine import acts
from workflows.engine.letters import acknowledgement
from workflows.engine.pieces import piece_rows, provide
from workflows.engine.procedure import registry
from workflows.engine.receipt import receipt as receipt_of
from workflows.engine.standing import last_words
from workflows.engine.step import AlreadyDone, Stale


@staff_only
@require_safe
def at_counter(request: HttpRequest, reference: str) -> HttpResponse:
    """What the family may do in its case, done for it."""
    case = case_for(request.user, reference, Level.WRITE)
    if not case.is_live:
        raise Http404
    wait = case.waits.first()
    context = {
        "case": case,
        "wait": wait,
        "answers": _answers(case, wait),
        "rows": piece_rows(case),
        "asked": last_words(case, "complement"),
        "act": uuid4,
        **frame(request, "desk:counter"),
    }
    return render(request, "desk/counter_case.html", context)


def _answers(case: Case, wait: Wait | None) -> list[tuple[str, str]]:
    """The exits that the family may take, each with its verb."""
    if wait is None or wait.on != Wait.For.FAMILY:
        return []
    node = registry[case.procedure].flow.instance.node(wait.node)
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
    if kind not in Document.Kind.values or not (case.is_live or case.state == Case.State.DRAFT):
        raise Http404
    try:
        document = _document(request, case, kind)
        if document is None:
            messages.error(request, _("Choisissez un fichier."))
        else:
            piece, _created = Piece.objects.get_or_create(case=case, kind=kind)
            provide(piece, document, acting=Acting(request.user, Side.TOWN, act_of(request)))
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
    child = registry[case.procedure].child(case)
    if request.POST.get("document") and case.household:
        known = reusable(case.household, child, kind, localdate())
        same = known is not None and str(known.public_id) == request.POST["document"]
        return known if same else None
    files = [file for file in request.FILES.getlist("file") if file]
    if not files:
        return None
    return take_in(
        files[0],
        kind=kind,
        household=case.household,
        child=child,
        uploader=request.user,
        name=files[0].name,
    )


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


@staff_only
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The acknowledgement, to print and hand over."""
    case = receipt_for(request.user, reference)
    context = {"receipt": receipt_of(case), "case": case, **frame(request, "desk:counter")}
    context["may_open"] = case.service_id in staff_of(request.user).services
    return render(request, "desk/receipt.html", context)


@staff_only
@require_safe
def receipt_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as an accessible PDF."""
    case = receipt_for(request.user, reference)
    content = write(acknowledgement(receipt_of(case), town=settings.TOWN))
    name = f"accuse-de-reception-{case.reference}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
