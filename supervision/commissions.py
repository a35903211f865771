"""The admission commission: the list of its sessions, opening one, its table, closing it."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.roles import staff_of
from activities import sessions
from activities.capacity import taken_by_day
from activities.models import AdmissionLine, AdmissionSession, CriteriaVersion, Group
from activities.models.offer import Weekday
from activities.waiting_list import creche_groups
from supervision.access import supervisors_only
from workflows.creche.offers import call_worker
from workflows.creche.words import spoken_days

MENU = {"menu_place": "supervision:commissions"}


def sessions_of(user: User) -> QuerySet[AdmissionSession]:
    """The sessions of the services that somebody supervises; all others do not exist."""
    found = AdmissionSession.objects.filter(service__in=staff_of(user).supervisor_of)
    return found.select_related("service", "criteria", "opened_by", "closed_by")


def of_session(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one session, for those who supervise its service."""

    @supervisors_only
    @wraps(view)
    def wrapper(request: HttpRequest, session: UUID, **kwargs) -> HttpResponse:
        found = get_object_or_404(sessions_of(request.user), public_id=session)
        return view(request, found, **kwargs)

    return wrapper


@supervisors_only
@require_safe
def commissions(request: HttpRequest) -> HttpResponse:
    """The sessions, the newest first."""
    found = list(sessions_of(request.user)[:50])
    context = {"sessions": found, "crumbs": crumbs(), **MENU}
    return render(request, "supervision/commissions.html", context)


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """From the tower down; the last one is here."""
    steps = [(_("Commissions"), reverse("supervision:commissions")), *more]
    return [
        {"label": label, "url": url} if rank < len(steps) else {"label": label}
        for rank, (label, url) in enumerate(steps, start=1)
    ]


class SessionForm(forms.Form):
    """A name and a date; then, for the groups that run on it, places by weekday."""

    title = forms.CharField(
        label=gettext_lazy("Nom de la commission"),
        max_length=120,
        error_messages={"required": gettext_lazy("Donnez un nom à cette commission.")},
    )

    def __init__(self, *args, groups: list[Group], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.groups, taken = groups, taken_by_day(groups)
        for group in groups:
            for day in sorted(group.weekdays):
                free = max(group.places - taken[group.pk][day], 0)
                self.fields[f"places-{group.pk}-{day}"] = forms.IntegerField(
                    label=f"{group.activity.name}, {Weekday(day).label}",
                    min_value=0,
                    max_value=free,
                    initial=free,
                    required=False,
                )

    def table(self) -> list[dict]:
        """The groups with a field a weekday, as the page draws them."""
        return [
            {
                "group": group,
                "fields": [
                    self[f"places-{group.pk}-{day}"] if day in group.weekdays else None
                    for day in Weekday.values
                ],
            }
            for group in self.groups
        ]

    def places(self) -> dict[tuple[int, int], int]:
        """What was typed, by (group, weekday)."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("places-") and value:
                _places, group, day = name.split("-")
                found[int(group), int(day)] = value
        return found

    def clean(self):
        """A session gives at least one place."""
        cleaned = super().clean()
        if not self.errors and not self.places():
            raise forms.ValidationError(_("Ouvrez au moins une place."))
        return cleaned


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a date, then the places, and open the session with its proposal."""
    starts_on = _date(request.GET.get("depuis", ""))
    groups = _groups(request.user, starts_on) if starts_on else []
    form = SessionForm(typed(request), groups=groups)
    if request.method == "POST" and groups and form.is_valid():
        session = sessions.open_session(
            groups[0].activity.facility.service,
            title=form.cleaned_data["title"],
            starts_on=starts_on,
            places=form.places(),
            by=request.user,
        )
        return redirect("supervision:commission", session.public_id)
    context = {
        "form": form,
        "starts_on": starts_on,
        "days": [Weekday(day).label for day in Weekday.values],
        "groups": groups,
        "criteria": CriteriaVersion.objects.filter(starts_on__lte=localdate()).first(),
        "crumbs": crumbs((_("Nouvelle commission"), "")),
        **MENU,
    }
    return render(request, "supervision/new_commission.html", context, status=_status(form))


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, even nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def _date(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _groups(user: User, day: date) -> list[Group]:
    """The crèche groups that run on a day, of the first supervised service that has any."""
    rows = creche_groups(day).filter(activity__facility__service__in=staff_of(user).supervisor_of)
    found = list(rows.order_by("activity__facility__service", "activity__facility__name", "pk"))
    return [g for g in found if g.activity.facility.service_id == _service(found[0])]


def _service(group: Group) -> int:
    return group.activity.facility.service_id


@of_session
@require_safe
def commission(request: HttpRequest, session: AdmissionSession) -> HttpResponse:
    """The table of a session: every request with what is proposed or became of it."""
    lines = session.lines.select_related(
        "request__child", "proposed__activity__facility", "given__activity__facility", "changed_by"
    )
    rows = [{"line": line, "days": spoken_days(line.request.weekdays)} for line in lines]
    claims = session.rounds.order_by("-number").values_list("outcome__claims", flat=True).first()
    context = {
        "session": session,
        "rows": rows,
        "seats": seats_table(session),
        "days": [Weekday(day).label for day in Weekday.values],
        "placed": sum(1 for row in rows if row["line"].given_id),
        "claims": claims or [],
        "crumbs": crumbs((session.title, "")),
        **MENU,
    }
    return render(request, "supervision/commission.html", context)


def seats_table(session: AdmissionSession) -> list[dict]:
    """By group: of each weekday, places left and places in all."""
    left = sessions.left(session)
    rows: dict[int, dict] = {}
    for seat in session.seats.select_related("group__activity__facility").order_by("group"):
        row = rows.setdefault(seat.group_id, {"group": seat.group, "by_day": {}})
        row["by_day"][seat.weekday] = {"left": left[seat.group_id, seat.weekday], "seat": seat}
    return [
        {"group": row["group"], "cells": [row["by_day"].get(day) for day in Weekday.values]}
        for row in rows.values()
    ]


@of_session
@require_POST
def again(request: HttpRequest, session: AdmissionSession) -> HttpResponse:
    """Compute the proposal anew, on today's list."""
    try:
        sessions.propose_again(session.pk)
    except sessions.SessionClosed:
        messages.info(request, _("Cette commission est close\u00a0: rien n’a changé."))
    else:
        messages.success(request, _("La proposition est recalculée sur la liste d’aujourd’hui."))
    return redirect("supervision:commission", session.public_id)


@of_session
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, session: AdmissionSession) -> HttpResponse:
    """Ask, then close: the places are kept and the families are told."""
    if request.method == "POST":
        _close(request, session)
    elif session.is_open:
        return render(request, "supervision/close_commission.html", _before_closing(session))
    return redirect("supervision:commission", session.public_id)


def _before_closing(session: AdmissionSession) -> dict:
    return {
        "session": session,
        "given": session.lines.exclude(given=None).count(),
        "waiting": session.lines.filter(given=None).count(),
        "changed": session.lines.exclude(changed_by=None).count(),
        "crumbs": crumbs((session.title, address(session)), (_("Clore"), "")),
        **MENU,
    }


def address(session: AdmissionSession) -> str:
    """The page of a session."""
    return reverse("supervision:commission", args=[session.public_id])


def _close(request: HttpRequest, session: AdmissionSession) -> None:
    try:
        closed = sessions.close_session(session.pk, by=request.user)
    except sessions.PlacesMoved as moved:
        words = _(
            "Des places de «\u00a0%(group)s\u00a0» ont été prises entre-temps (%(days)s)\u00a0: "
            "recalculez la proposition. Rien n’a été envoyé."
        )
        names = {"group": moved.group.activity, "days": spoken_days(moved.days)}
        messages.error(request, words % names)
        return
    call_worker(session.pk)
    if closed:
        told = _("La commission est close. Les familles sont prévenues dans la minute.")
        messages.success(request, told)
    else:
        messages.info(request, _("Cette commission était déjà close."))


def line_of(session: AdmissionSession, public_id: UUID) -> AdmissionLine:
    """A line of the session; 404 for another's."""
    rows = session.lines.select_related(
        "session", "request__child", "request__household", "proposed__activity__facility",
        "given__activity__facility", "changed_by",
    )  # fmt: skip
    line = rows.filter(public_id=public_id).first()
    if line is None:
        raise Http404
    return line
