"""The list behind a number: the same cases that were counted, whose turn, how long each side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.delays import through_step
from cases.figures import BY_AGE, BY_DUE_DATE, FIGURES, Figure, Moment
from cases.inbox import family_name
from cases.models import Case
from cases.outlook import at_step, due_on
from cases.paging import page_of
from cases.sides import Side
from look.words import day_in_words, local_day, since_in_words
from supervision.access import supervisors_only
from supervision.scope import Scope
from supervision.words import due_words, node_of, spent, step_title, turn
from town.working_time import closures_by_service, worked_between
from workflows.engine.procedure import registry
from workflows.engine.standing import badge

ROWS = 50


@dataclass(frozen=True)
class Listing:
    """A list with its name, its order and what it says when it is empty."""

    title: str
    none: str
    rows: QuerySet[Case]
    order: tuple[str, ...]


def listing(scope: Scope, asked: Mapping[str, str], moment: Moment) -> Listing:
    """The list that the address asks for; 404 for one that does not exist."""
    view = asked.get("vue", "ouvertes")
    if figure := FIGURES.get(view):
        rows = figure.rows(scope.cases, moment)
        return Listing(title_of(figure), str(figure.none), rows, figure.order)
    if view == "echeance":
        return _due(scope, asked, moment)
    if view in ("etape", "etape-faite"):
        return _step(scope, view, asked.get("etape", ""), moment)
    raise Http404


def _due(scope: Scope, asked: Mapping[str, str], moment: Moment) -> Listing:
    try:
        day = date.fromisoformat(asked.get("jour", ""))
        rows = due_on(scope.cases, day, moment)
    except (ValueError, OverflowError):
        raise Http404 from None
    title = _("À répondre %(day)s") % {"day": day_in_words(day)}
    return Listing(title, _("Aucune réponse n’est attendue ce jour-là."), rows, BY_DUE_DATE)


def _step(scope: Scope, view: str, node: str, moment: Moment) -> Listing:
    if scope.procedure is None or node_of(scope.procedure, node) is None:
        raise Http404
    title = step_title(scope.procedure, node)
    if view == "etape":
        rows = at_step(scope.cases, scope.procedure.slug, (node,))
        return Listing(title, _("Aucune demande n’en est à cette étape."), rows, BY_AGE)
    rows = through_step(scope.cases, scope.procedure.slug, node, moment)
    title = _("%(step)s : faite ces quatre dernières semaines") % {"step": title}
    return Listing(title, _("Aucune demande n’a passé cette étape."), rows, BY_AGE)


def title_of(figure: Figure) -> str:
    """The figure's name as the heading of its list."""
    label = str(figure.label)
    if not figure.live:
        return label
    return _("Demandes : %(which)s") % {"which": label[:1].lower() + label[1:]}


@supervisors_only
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """One page of the list."""
    scope, at = Scope.of(request), now()
    asked = request.GET.dict()
    found = listing(scope, asked, scope.moment(at))
    rows = found.rows.select_related("household", "child")
    page = page_of(rows, asked, order=found.order, size=ROWS)
    context = {
        "title": found.title,
        "none": found.none,
        "rows": _drawn(page.rows, at),
        "previous_url": page.previous and reverse("supervision:cases") + page.previous,
        "next_url": page.next and reverse("supervision:cases") + page.next,
        "scope": scope,
        "crumbs": [
            {"label": _("Pilotage"), "url": scope.url("tower")},
            {"label": found.title},
        ],
    }
    return render(request, "supervision/cases.html", context | {"menu_place": "supervision:tower"})


def _drawn(page: list[Case], at: datetime) -> list[dict[str, Any]]:
    if not page:
        return []
    oldest = min(case.turn_since or case.submitted_at or at for case in page)
    services = {case.service_id for case in page}
    closed = closures_by_service(localdate(oldest), localdate(at), services)
    return [_row(case, at, closed[case.service_id]) for case in page]


def _row(case: Case, at: datetime, closures: frozenset[date]) -> dict[str, Any]:
    return {
        "url": reverse("desk:case", args=[case.reference]),
        "reference": case.reference,
        "family": family_name(case) or case.reference,
        "child": str(case.child) if case.child_id else "",
        "title": case.title,
        "step": step_title(registry.get(case.procedure), case.step) if case.step else "",
        "badge": badge(case),
        "live": case.is_live,
        "turn": turn(case),
        "since": since_in_words(case.turn_since, local_day(at))
        if case.is_live and case.turn_since
        else "",
        "closed_at": case.closed_at,
        "due": due_words(case.due_at, at) if case.due_at else "",
        "late": bool(case.is_live and case.due_at and case.due_at < at),
        "sides": {side: spent(time) for side, time in time_per_side(case, at, closures).items()},
        "over": not case.is_live and case.town_seconds > case.sla_seconds,
    }


def time_per_side(case: Case, at: datetime, closures: frozenset[date]) -> dict[str, timedelta]:
    """The working time of each side up to now: what is written, and the turn under way."""
    times = {side.value: timedelta(seconds=getattr(case, f"{side.value}_seconds")) for side in Side}
    if case.is_live and case.turn and case.turn_since:
        times[case.turn] += worked_between(case.turn_since, at, closures)
    return times
