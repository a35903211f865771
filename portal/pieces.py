"""Documents asked for: reuse one of the store in one tap, or send one from the phone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.permissions import Level, documents_usable_in
from cases.recording import Acting, uuid_or_none
from cases.sides import Side
from documents.models import Document
from documents.refusal import RefusedFile
from documents.store import StoreUnavailable
from portal.family_of import family_case
from portal.guided import draft_for
from workflows.engine import form_walk
from workflows.engine.pieces import open_to_papers, piece_rows, put_paper, take_paper
from workflows.engine.settings import procedure_of


def draft_pieces(request: HttpRequest, reference: str) -> HttpResponse:
    """The step of the guided form that gathers documents."""
    case, procedure = draft_for(request, reference)
    context = {
        "case": case,
        "procedure": procedure,
        "rows": piece_rows(case),
        "letters": procedure.letters(case),
        **form_walk.at_papers(case),
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
    if not open_to_papers(case, kind):
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
            put_paper(case, kind, document, acting=Acting(request.user, Side.FAMILY))
            messages.success(
                request, _("Document ajouté\u00a0: %(name)s.") % {"name": document.name}
            )
    if case.state == Case.State.DRAFT:
        return redirect("portal:draft_pieces", reference)
    return redirect("portal:case", reference)


def _document(request: HttpRequest, case: Case, kind: str) -> Document | None:
    if "document" in request.POST:
        child = procedure_of(case).child(case)
        usable = documents_usable_in(request.user, case, child).filter(kind=kind)
        return usable.filter(public_id=uuid_or_none(request.POST["document"])).first()
    files = [file for file in request.FILES.getlist("file") if file]
    return take_paper(case, kind, files[0], by=request.user) if files else None
