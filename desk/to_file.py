"""A declared difference carried into the family's file in one tap, and taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.permissions import Level, case_for, may_correct_file
from desk.access import staff_only
from desk.posting import act_of, back_to, say_who_was_faster
from workflows.engine import differences
from workflows.engine.file_facts import FileFact
from workflows.engine.step import Refused, Stale

PART = "differences"  # of the page: what became of the act is told there


@staff_only
@require_POST
def carry(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    """Write what was declared into the file, in the place of what the agent saw there."""
    case, declared = _asked(request, reference, fact)
    seen = request.POST.get("seen", "")
    done = _tried(
        request,
        lambda: differences.carry(
            case.pk, fact, seen=seen, actor=request.user, act=act_of(request)
        ),
    )
    if done:
        words = _("«\u00a0%(fact)s\u00a0» est reporté au dossier de la famille.")
        messages.success(request, words % {"fact": declared.label}, extra_tags=PART)
    return back_to(request, case, PART)


@staff_only
@require_POST
def take_back(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    """Put back what stood on file before."""
    case, declared = _asked(request, reference, fact)
    done = _tried(
        request,
        lambda: differences.take_back(case.pk, fact, actor=request.user, act=act_of(request)),
    )
    if done:
        words = _("«\u00a0%(fact)s\u00a0» est remis au dossier comme avant.")
        messages.success(request, words % {"fact": declared.label}, extra_tags=PART)
    return back_to(request, case, PART)


def _asked(request: HttpRequest, reference: str, code: str) -> tuple[Case, FileFact]:
    case = case_for(request.user, reference, Level.WRITE)
    if not may_correct_file(request.user, case):
        raise Http404
    try:
        return case, differences.fact_of(case, code)
    except LookupError:
        raise Http404 from None


def _tried(request: HttpRequest, act: Callable[[], None]) -> bool:
    """Whether it is done; else the page says why not."""
    try:
        act()
    except Stale as stale:
        say_who_was_faster(request, stale, PART)
    except Refused as refused:
        messages.warning(request, " ".join(map(str, refused.messages)), extra_tags=PART)
    else:
        return True
    return False
