"""One request in a commission: why it came out so, and deciding otherwise; the computations."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from activities import sessions
from activities.admission.criteria import MEANINGS, told_to_staff, total
from activities.admission.explained import Answer, explain
from activities.admission.matching import Matching
from activities.admission.snapshot import compute, groups_in, key_of, lines_of
from activities.models import AdmissionLine, AdmissionRound, AdmissionSession, Group
from supervision.commissions import MENU, address, crumbs, line_of, of_session, typed
from workflows.creche.words import spoken_days

NOBODY = "0"


class ChangeForm(forms.Form):
    """What the commission decides instead, and why."""

    group = forms.ChoiceField(
        label=gettext_lazy("Décision de la commission"), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Motif du changement"),
        help_text=gettext_lazy("Gardé avec la décision\u00a0: il l’explique à qui la relira."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Dites pourquoi la commission décide autrement.")},
    )

    def __init__(self, *args, groups: list[Group], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [
            *((str(group.pk), str(group.activity.facility)) for group in groups),
            (NOBODY, _("Pas de place à cette commission")),
        ]


@of_session
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, session: AdmissionSession, line: UUID) -> HttpResponse:
    """Why this request got what it got; in an open session, the form that changes it."""
    found = line_of(session, line)
    calculation = session.rounds.get(number=found.round)
    row = _row_of(calculation, found)
    groups = _groups(row)
    initial = {"group": str(found.given_id or NOBODY)}
    form = ChangeForm(typed(request), groups=list(groups.values()), initial=initial)
    if request.method == "POST" and form.is_valid() and _change(request, found, form):
        return redirect("supervision:commission", session.public_id)
    context = {
        "session": session,
        "line": found,
        "days": spoken_days(found.request.weekdays),
        "wishes": _wishes(calculation, row, groups),
        "form": form if session.is_open else None,
        "crumbs": crumbs(
            (session.title, address(session)),
            (str(found.request.child), ""),
        ),
        **MENU,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "supervision/commission_line.html", context, status=status)


def _row_of(calculation: AdmissionRound, line: AdmissionLine) -> dict:
    rows = calculation.inputs["requests"]
    return next(row for row in rows if row["key"] == str(line.request_id))


def _groups(row: dict) -> dict[int, Group]:
    """The groups of a request's wishes, the most wished first."""
    wished = [wish["group"] for wish in row["wishes"]]
    found = Group.objects.select_related("activity__facility").in_bulk(wished)
    return {pk: found[pk] for pk in wished if pk in found}


def _change(request: HttpRequest, line: AdmissionLine, form: ChangeForm) -> bool:
    """Whether it was changed; what stands against it is said on the form."""
    group = int(form.cleaned_data["group"]) or None
    try:
        reason = form.cleaned_data["reason"]
        sessions.change_line(line.pk, group, reason=reason, by=request.user)
    except sessions.SessionClosed:
        form.add_error(None, _("Cette commission est close\u00a0: rien n’a changé."))
        return False
    except sessions.NoRoom as full:
        words = _("Plus de place ouverte le %(days)s. Retirez d’abord une autre proposition.")
        form.add_error("group", words % {"days": spoken_days(full.days)})
        return False
    messages.success(request, _("La décision de la commission est enregistrée."))
    return True


def _wishes(calculation: AdmissionRound, row: dict, groups: dict[int, Group]) -> list[dict]:
    """Each wish with its points line by line and what became of it."""
    matching = compute(calculation.inputs)
    answers = _answers(matching, row["key"])
    wishes = []
    for wish in row["wishes"]:
        lines = lines_of(calculation.inputs, row, wish["facility"])
        answer = answers.get(wish["group"])
        wishes.append(
            {
                "group": groups.get(wish["group"]),
                "lines": told_to_staff(lines),
                "points": total(lines),
                "given": bool(answer and answer.given),
                "words": _in_words(answer),
            }
        )
    return wishes


def _answers(matching: Matching, request: str) -> dict[int, Answer]:
    """What became of each wish, by group: alone, or with brothers and sisters."""
    found = explain(matching, key_of(matching, request))
    return {groups_in(answer.option.name)[request] or 0: answer for answer in found}


def _in_words(answer: Answer | None) -> str:
    if answer is None:
        return _("Pas étudié\u00a0: la place est cherchée là où toute la fratrie peut aller.")
    if answer.given:
        return _("Place proposée.")
    if not answer.full:
        return _("Sans objet\u00a0: un vœu mieux placé est satisfait.")
    return " ".join(_full_in_words(full) for full in answer.full)


def _full_in_words(full) -> str:
    day = spoken_days([full.seat[1]]).capitalize()
    if full.last_points is None:
        return _("%(day)s\u00a0: aucune place ouverte.") % {"day": day}
    words = (
        _("%(day)s\u00a0: complet avec la part réservée aux reprises du travail (dernière place\u00a0: %(points)d points).")
        if full.by_share
        else _("%(day)s\u00a0: complet, dernière place à %(points)d points.")
    )  # fmt: skip
    return words % {"day": day, "points": full.last_points}


@of_session
@require_safe
def rounds(request: HttpRequest, session: AdmissionSession) -> HttpResponse:
    """The computations of a session, each computed again now: do they come out the same?"""
    rows = [
        {
            "round": found,
            "same": sessions.replay(found),
            "requests": len(found.inputs["requests"]),
            "places": sum(seat[2] for seat in found.inputs["seats"]),
            "given": sum(group is not None for group in found.outcome["given"].values()),
            "claims": len(found.outcome["claims"]),
        }
        for found in session.rounds.all()
    ]
    context = {
        "session": session,
        "rows": rows,
        "criteria": _criteria(session),
        "crumbs": crumbs(
            (session.title, address(session)),
            (_("Calculs"), ""),
        ),
        **MENU,
    }
    return render(request, "supervision/commission_rounds.html", context)


def _criteria(session: AdmissionSession) -> list[dict]:
    """The criteria that the session was computed with, as its snapshot kept them."""
    first = session.rounds.first()
    worths = first.inputs["criteria"]["worths"] if first else []
    return [
        {"label": MEANINGS[code].label, "points": points, "most": most}
        for code, points, most in worths
    ]
