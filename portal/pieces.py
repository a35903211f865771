"""Documents asked for: reuse one of the store in one tap, or send one from the phone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case, Piece
from cases.permissions import Level, documents_usable_in
from cases.recording import Acting
from cases.sides import Side
from documents.intake import take_in
from documents.models import Document
from documents.refusal import RefusedFile
from documents.store import StoreUnavailable
from portal.family_of import family_case
from portal.guided import draft_for
from workflows.engine.pieces import piece_rows, provide
from workflows.engine.procedure import registry


def draft_pieces(request: HttpRequest, reference: str) -> HttpResponse:
    """The step of the guided form that gathers documents."""
    case, procedure = draft_for(request, reference)
    context = {
        "case": case,
        "procedure": procedure,
        "rows": piece_rows(case),
        "rank": len(procedure.steps) + 1,
        "count": len(procedure.steps) + 2,
        "previous": procedure.steps[-1].slug,
    }
    return render(request, "demarches/pieces.html", context)


def case_pieces(request: HttpRequest, reference: str) -> HttpResponse:
    """The documents of a live request, to add one without being asked."""
    case = family_case(request.user, reference, Level.WRITE)
    if not case.is_live:
        raise Http404
    return render(request, "portal/case_pieces.html", {"case": case, "rows": piece_rows(case)})


@require_POST
def give(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Put a document into the case: one of the store, or a new one."""
    case = family_case(request.user, reference, Level.WRITE)
    if kind not in Document.Kind.values or not (case.is_live or case.state == Case.State.DRAFT):
        raise Http404
    try:
        document = _document(request, case, kind)
    except RefusedFile as refused:
        messages.error(request, " ".join(refused.messages))
    except StoreUnavailable:
        messages.error(
            request,
            _(
                "L’envoi n’a pas abouti\u00a0: réessayez dans quelques minutes. Rien d’autre n’est perdu."
            ),
        )
    else:
        if document is None:
            messages.error(request, _("Choisissez un fichier ou prenez une photo."))
        else:
            piece, _created = Piece.objects.get_or_create(case=case, kind=kind)
            provide(piece, document, acting=Acting(request.user, Side.FAMILY))
            messages.success(
                request, _("Document ajouté\u00a0: %(name)s.") % {"name": document.name}
            )
    if case.state == Case.State.DRAFT:
        return redirect("portal:draft_pieces", reference)
    return redirect("portal:case", reference)


def _document(request: HttpRequest, case: Case, kind: str) -> Document | None:
    child = registry[case.procedure].child(case)
    if "document" in request.POST:
        usable = documents_usable_in(request.user, case, child).filter(kind=kind)
        return usable.filter(public_id=_uuid(request.POST["document"])).first()
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


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
