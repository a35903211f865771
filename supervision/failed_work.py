"""« Travaux en échec »: what the machine tried again and again, for an administrator to relaunch.

It names démarches, steps and case numbers: no family.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.events import KINDS as EVENT_KINDS
from cases.models import CaseEvent, Wait
from cases.paging import page_of
from cases.queue import count_in_words
from look.words import day_in_words, hour_in_words, local_day, since_in_words
from supervision.access import administrators_only
from supervision.words import step_title
from workflows.engine import failing
from workflows.engine.procedure import registry

ROWS = 50


@dataclass(frozen=True)
class View:
    """One kind of failed work, as the page calls it."""

    slug: str
    kind: str
    label: str | Promise
    about: str | Promise


VIEWS = (
    View(
        "traitements",
        failing.JOB,
        gettext_lazy("Traitements"),
        gettext_lazy("Ce qu’une étape confie à la machine. La demande attend que ce soit fait."),
    ),
    View(
        "echeances",
        failing.TIMER,
        gettext_lazy("Échéances"),
        gettext_lazy("Rappels, délais et dates qui devaient faire avancer une demande."),
    ),
    View(
        "envois",
        failing.DELIVERY,
        gettext_lazy("E-mails"),
        gettext_lazy("Nouvelles d’une demande qui ne sont pas encore parties."),
    ),
)


@administrators_only
@require_safe
def failed_work(request: HttpRequest) -> HttpResponse:
    """One kind, the oldest failure first: the one asked for, else the first that has any."""
    counts, at = failing.counts(), now()
    view = _asked(request.GET.get("vue", "")) or _first(counts)
    rows = _joined(view.kind)
    page = page_of(rows, request.GET, order=failing.OLDEST_FIRST, size=ROWS)
    context = {
        "rows": [_row(row, at) for row in page.rows],
        "view": view,
        "tabs": [_tab(each, counts, view) for each in VIEWS],
        "failed": sum(counts.values()),
        "often": failing.OFTEN,
        "previous_url": page.previous,
        "next_url": page.next,
        "crumbs": [
            {"label": _("État du portail"), "url": reverse("supervision:upkeep")},
            {"label": _("Travaux en échec")},
        ],
        "menu_place": "supervision:failed_work",
    }
    return render(request, "supervision/failed_work.html", context)


def _asked(slug: str) -> View | None:
    return next((view for view in VIEWS if view.slug == slug), None)


def _first(counts: dict[str, int]) -> View:
    return next((view for view in VIEWS if counts[view.kind]), VIEWS[0])


def _tab(view: View, counts: dict[str, int], shown: View) -> dict[str, Any]:
    number = counts[view.kind]
    return {
        "label": view.label,
        "url": f"?vue={view.slug}",
        "count": count_in_words(number) if number else "",
        "current": view == shown,
    }


def _joined(kind: str) -> QuerySet:
    """No more of a case than its number and its démarche."""
    rows = failing.failing(kind)
    if kind == failing.DELIVERY:
        return rows.select_related("case").only(
            "kind", "deliver_after", "delivery_tries", "error", "failing_since",
            "case__reference", "case__procedure",
        )  # fmt: skip
    return rows


def _row(row: Wait | CaseEvent, at: datetime) -> dict[str, Any]:
    of_event = isinstance(row, CaseEvent)
    slug = row.case.procedure if of_event else row.procedure
    procedure, hour = registry.get(slug), failing.next_try(row, at)
    return {
        "id": row.pk,
        "procedure": procedure.title if procedure else slug,
        "reference": row.case.reference if of_event else row.reference,
        "step": _event_label(row) if of_event else step_title(procedure, row.node),
        "since": since_in_words(row.failing_since, local_day(at)),
        "since_at": row.failing_since,
        "tries": failing.tries_of(row),
        "error": row.error,
        "next": _moment(hour, at),
        "waits": hour is not None and hour > at,
    }


def _event_label(event: CaseEvent) -> str:
    kind = EVENT_KINDS.get(event.kind)
    return str(kind.to_staff or kind.label) if kind else event.kind


def _moment(moment: datetime | None, at: datetime) -> str:
    """`à 16 h 30`, `mercredi 25 novembre à 9 h`, or that it is about to be."""
    if moment is None or moment <= at:
        return _("dans un instant")
    hour = hour_in_words(moment)
    if local_day(moment) == local_day(at):
        return _("à %(hour)s") % {"hour": hour}
    return _("%(day)s à %(hour)s") % {"day": day_in_words(moment), "hour": hour}


@administrators_only
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Have one of them tried now; pressed twice, or by two at once, it is done once."""
    view = _asked(request.POST.get("vue", "")) or VIEWS[0]
    row_id, tries = request.POST.get("travail", ""), request.POST.get("essais", "")
    done = _is_number(row_id) and _is_number(tries)
    if done and failing.retry(view.kind, int(row_id), int(tries)):
        messages.success(request, _("C’est relancé\u00a0: le résultat se voit ici dans la minute."))
    else:
        messages.info(request, _("Rien à relancer\u00a0: c’est déjà fait ou déjà relancé."))
    return redirect(reverse("supervision:failed_work") + f"?vue={view.slug}")


def _is_number(typed: str) -> bool:
    """Whether it can be the number of a row."""
    return typed.isascii() and typed.isdigit() and len(typed) < 19


@administrators_only
@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Have everything tried now."""
    number = failing.retry_all()
    if number:
        words = ngettext("%(n)d travail est relancé.", "%(n)d travaux sont relancés.", number)
        messages.success(request, words % {"n": number})
    else:
        messages.info(request, _("Rien à relancer\u00a0: tout l’est déjà."))
    return redirect("supervision:failed_work")
