"""What every form of the desk carries: the id of the act, and the task it was drawn for."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from cases.models import Case, Wait
from cases.permissions import may_move
from cases.recording import uuid_or_none
from desk.place import Place
from workflows.engine.step import Reserved, Stale, TakenBy


def act_of(request: HttpRequest) -> UUID | None:
    """The id that the page gave to this act, so that a double click changes nothing."""
    return uuid_or_none(request.POST.get("act", ""))


def task_id_of(request: HttpRequest, case: Case) -> int:
    """The task for which the form was drawn: gone or not, never one of another case."""
    given = request.POST.get("task", "")
    if not given.isdecimal() or len(given) > 18:
        raise Http404
    wait = Wait.objects.filter(pk=given).first()
    if wait is not None and (wait.case_id != case.pk or not may_move(request.user, wait)):
        raise Http404
    return int(given)


def back_to(request: HttpRequest, case: Case, part: str = "") -> HttpResponse:
    """The case, at one of its parts, with the list beside it where it was."""
    address = Place.of(request).url("desk:case", case.reference)
    return HttpResponseRedirect(f"{address}#{part}" if part else address)


def say_who_was_faster(request: HttpRequest, stale: Stale, part: str = "") -> None:
    """Somebody did it first: not an error, and the page behind shows how things stand."""
    if isinstance(stale, TakenBy):
        words = _("%(who)s a pris ce dossier avant vous. Rien n’a été changé.")
        messages.warning(request, words % {"who": stale.owner}, extra_tags=part)
    elif isinstance(stale, Reserved):
        words = _("Cette tâche est réservée à d’autres personnes du service. Rien n’a été changé.")
        messages.warning(request, words, extra_tags=part)
    else:
        words = _("Le dossier a avancé entre-temps\u00a0: voici où il en est.")
        messages.info(request, words, extra_tags=part)
