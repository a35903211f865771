"""« Calendrier »: public and school holidays, and the days on which the town or a service closes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from look.words import day_in_words
from supervision.access import administrators_only
from supervision.words import number
from town.closing import LONGEST, Closing, closing_of, closings_of, days_to_close
from town.models import SchoolHoliday, Service
from town.working_time import public_holidays
from workflows.engine import closing
from workflows.engine.closing import Moved
from workflows.engine.procedure import registry

SIGNER = Signer(salt="supervision.closures")
EXAMPLES = 8
ALL = "+"  # no service is called so
YEARS_AHEAD = 3


class ClosureForm(forms.Form):
    """Who closes, when and why. A mistake keeps all that was typed."""

    label = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Par exemple «\u00a0Pont de l’Ascension\u00a0»."),
        max_length=120,
        error_messages={"required": gettext_lazy("Dites pourquoi\u00a0: les agents le liront.")},
    )
    first = forms.DateField(
        label=gettext_lazy("Premier jour fermé"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choisissez le premier jour fermé."),
            "invalid": gettext_lazy("Écrivez une date, par exemple 07/05/2027."),
        },
    )
    last = forms.DateField(
        label=gettext_lazy("Dernier jour fermé"),
        help_text=gettext_lazy("À laisser vide pour un seul jour."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Écrivez une date, par exemple 09/05/2027.")},
    )
    service = forms.ChoiceField(
        label=gettext_lazy("Qui est fermé"),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choisissez un service de la liste.")
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.order_by("name").values_list("slug", "name")
        self.fields["service"].choices = [(ALL, _("Toute la ville")), *services]

    def clean_service(self) -> Service | None:
        """None is the whole town."""
        slug = self.cleaned_data["service"]
        return None if slug == ALL else Service.objects.get(slug=slug)

    def clean_first(self) -> date:
        """Only days to come: the delays of the others are counted already."""
        first = self.cleaned_data["first"]
        if first <= localdate():
            raise forms.ValidationError(
                _("Choisissez un jour à venir\u00a0: ce jour compte déjà dans les délais.")
            )
        if first.year > localdate().year + YEARS_AHEAD:
            raise forms.ValidationError(
                _("Choisissez un jour d’ici trois ans\u00a0: au-delà, l’année est à vérifier.")
            )
        return first

    def clean(self) -> dict[str, Any]:
        """The span is in order, short enough, and holds a day that is worked."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last") or cleaned.get("first")
        if first is None or self.errors:
            return cleaned
        if last < first:
            self.add_error("last", _("Le dernier jour vient avant le premier."))
        elif last - first >= timedelta(days=LONGEST):
            self.add_error("last", _("Trois mois au plus\u00a0: au-delà, fermez en deux fois."))
        else:
            cleaned["days"] = days_to_close(first, last, cleaned.get("service"))
            if not cleaned["days"]:
                self.add_error(
                    "first",
                    _("Rien à fermer\u00a0: ces jours sont déjà fermés, fériés ou un week-end."),
                )
        return cleaned


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """A year of the town; what is typed is looked at with its consequences, then closed."""
    form = ClosureForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or "corriger" in request.POST or not form.is_valid():
        return _page(request, form)
    if "fermer" not in request.POST:
        return _preview(request, form)
    return _close(request, form)


def _close(request: HttpRequest, form: ClosureForm) -> HttpResponse:
    said = form.cleaned_data
    closed, moved = closing.close(
        said["days"], service=said["service"], label=said["label"], by=request.user
    )
    messages.success(request, _("C’est noté au calendrier.") + " " + moved_words(moved))
    year = closed.first.year if closed else said["first"].year
    return redirect(_address(year))


def _page(request: HttpRequest, form: ClosureForm) -> HttpResponse:
    year = _year(request.GET.get("annee", ""), form)
    today = localdate()
    context = {
        "form": form,
        "year": year,
        "previous_url": _address(year - 1),
        "next_url": _address(year + 1) if year < today.year + YEARS_AHEAD else "",
        "closings": [_row(each, today) for each in closings_of(year)],
        "public": [(day, label) for day, label in public_holidays(year).items()],
        "school": SchoolHoliday.objects.filter(starts_on__year__lte=year, ends_on__year__gte=year),
        "undo": _undo(request.GET.get("remettre", "")),
        "menu_place": "supervision:calendar",
    }
    wrong = request.method == "POST" and bool(form.errors)
    return render(request, "supervision/calendar.html", context, status=422 if wrong else 200)


def _year(asked: str, form: ClosureForm) -> int:
    """The year asked for; of what was typed, else this one."""
    typed = (form.data.get("first") or "")[:4] if form.is_bound else ""
    this_year = localdate().year
    for given in (asked, typed):
        if given.isascii() and given.isdigit() and abs(int(given) - this_year) <= 20:
            return int(given)
    return this_year


def _address(year: int, **more: str) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return reverse("supervision:calendar") + f"?annee={year}{query}"


def _row(closed: Closing, today: date) -> dict[str, Any]:
    return {
        "closing": closed,
        "when": span_words(closed.first, closed.last),
        "days": len(closed.days),
        "to_come": bool(closed.to_come(today)),
    }


def span_words(first: date, last: date) -> str:
    """`vendredi 7 mai`, `du lundi 28 au jeudi 31 décembre`."""
    if first == last:
        return day_in_words(first)
    return _("du %(first)s au %(last)s") % {
        "first": day_in_words(first),
        "last": day_in_words(last),
    }


def moved_words(moved: int) -> str:
    """How many promises a closure moves."""
    if not moved:
        return _("Aucune demande en cours ne change de date.")
    words = ngettext(
        "%(n)s demande en cours change de date.",
        "%(n)s demandes en cours changent de date.",
        moved,
    )
    return words % {"n": number(moved)}


def _preview(request: HttpRequest, form: ClosureForm) -> HttpResponse:
    """What would change, before it does."""
    said = form.cleaned_data
    moved = closing.would_move(said["days"], said["service"])
    later = sorted(moved, key=lambda each: (each.before, each.case.pk))
    context = {
        "form": form,
        "who": said["service"] or _("Toute la ville"),
        "when": span_words(said["days"][0], said["days"][-1]),
        "days": len(said["days"]),
        "moved": moved_words(len(moved)),
        "examples": [_example(each) for each in later[:EXAMPLES]],
        "more": max(len(moved) - EXAMPLES, 0),
        "crumbs": [
            {"label": _("Calendrier"), "url": _address(said["first"].year)},
            {"label": _("Fermer")},
        ],
        "menu_place": "supervision:calendar",
    }
    return render(request, "supervision/closure_preview.html", context)


def _example(moved: Moved) -> dict[str, Any]:
    """By its number: an administrator knows no family."""
    procedure = registry.get(moved.case.procedure)
    return {
        "reference": moved.case.reference,
        "procedure": procedure.title if procedure else moved.case.procedure,
        "before": moved.before,
        "after": moved.after,
    }


@administrators_only
@require_POST
def reopen(request: HttpRequest, span: UUID) -> HttpResponse:
    """Open again on the days to come; the next page offers to close them once more."""
    closed = closing_of(span)
    to_come = closed.to_come(localdate()) if closed else []
    days, moved = closing.reopen(closed) if closed and to_come else (0, 0)
    if not days or closed is None:
        messages.info(
            request, _("Rien à rouvrir\u00a0: c’est déjà fait, ou ces jours sont passés.")
        )
        return redirect("supervision:calendar")
    words = _("«\u00a0%(label)s\u00a0» n’est plus au calendrier.") % {"label": closed.label}
    messages.success(request, words + " " + moved_words(moved))
    kept = {
        "label": closed.label,
        "first": to_come[0].isoformat(),
        "last": to_come[-1].isoformat(),
        "service": closed.service.slug if closed.service else ALL,
    }
    return redirect(_address(to_come[0].year, remettre=SIGNER.sign_object(kept)))


def _undo(signed: str) -> dict[str, str] | None:
    """What was opened again a moment ago, to be closed with one press."""
    try:
        return SIGNER.unsign_object(signed) if signed else None
    except BadSignature:
        return None
