"""What is asked, one subject a step."""

from typing import cast

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext_lazy as _

from activities.capacity import free_by_day, taken_by_day
from activities.models import Group
from activities.models.offer import Weekday
from activities.offer import groups_for
from family.models import Child
from workflows.engine.children import deciding_children
from workflows.engine.forms import RecordChoice, StepForm
from workflows.enrolment.asked import remembered, typed_child, typed_group


class ChildForm(StepForm):
    """Which child; only those for whom the applicant may decide."""

    child = RecordChoice(
        label=_("Enfant"),
        error_messages={"required": _("Choisissez l’enfant à inscrire.")},
    )
    nothing_title = _("Aucun enfant à inscrire")
    nothing_text = _(
        "Aucun enfant pour qui vous décidez n’est rattaché à votre dossier. Appelez le service "
        "accueil familles, ou venez au guichet\u00a0: il l’ajoutera."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        children = deciding_children(self.case)
        field = cast(RecordChoice, self.fields["child"])
        found = remembered(self.case, children)
        self.nothing_fits = not found
        field.offer(found, _born)


def _born(child: Child) -> str:
    born = date_format(child.birth_date, "j F Y")
    return _("%(child)s (%(date)s)") % {"child": child, "date": born}


class ActivityForm(StepForm):
    """Which activity and period; only what fits the child."""

    group = RecordChoice(
        label=_("Activité et période"),
        error_messages={"required": _("Choisissez une activité.")},
    )
    nothing_title = _("Rien n’est ouvert pour cet enfant en ce moment")
    nothing_text = _(
        "Aucune activité ouverte ne correspond à son âge et à son école. Les prochaines "
        "inscriptions seront annoncées dans les actualités."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        child = typed_child(self.case)
        fitting = groups_for(child, self.day) if child else []
        self.nothing_fits = not fitting
        self._fitting = fitting
        cast(RecordChoice, self.fields["group"]).offer(
            remembered(self.case, fitting), self._describe
        )

    @cached_property
    def _free(self) -> dict[int, int]:
        """Places left on each group's fullest day: read when the choices are shown."""
        taken = taken_by_day(self._fitting)
        return {
            group.pk: max(
                group.places - max((taken[group.pk][d] for d in group.weekdays), default=0), 0
            )
            for group in self._fitting
        }

    def _describe(self, group: Group) -> str:
        free = self._free[group.pk]
        places = (
            _("complet certains jours\u00a0: liste d’attente possible")
            if not free
            else _("%(free)s places") % {"free": free}
            if free > 1
            else _("dernière place")
        )
        activity = group.activity
        return f"{activity.name} · {activity.facility} · {group.period} ({places})"


class DaysForm(StepForm):
    """Which days of the week, from when."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Jours de la semaine"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un jour.")},
    )
    starts_on = forms.DateField(
        label=_("À partir du"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.group = typed_group(self.case)
        if self.group:
            days = cast(forms.TypedMultipleChoiceField, self.fields["weekdays"])
            days.choices = [
                (day, lazy(self._describe, str)(day)) for day in sorted(self.group.weekdays)
            ]
            self.initial.setdefault("starts_on", max(self.group.period.starts_on, self.day))

    @cached_property
    def _free(self) -> dict[int, int]:
        """Places left on each day: read when the days are shown."""
        return free_by_day(self.group) if self.group else {}

    def _describe(self, day: int) -> str:
        name = Weekday(day).label.capitalize()
        if not self._free[day]:
            return _("%(day)s (complet)") % {"day": name}
        return f"{name}"

    def clean_starts_on(self):
        """Not in the past, and inside the period."""
        starts_on = self.cleaned_data["starts_on"]
        period = self.group.period if self.group else None
        if period and not period.starts_on <= starts_on <= period.ends_on:
            raise forms.ValidationError(
                _("Choisissez une date entre le %(start)s et le %(end)s."),
                params={
                    "start": date_format(period.starts_on, "j F Y"),
                    "end": date_format(period.ends_on, "j F Y"),
                },
            )
        return starts_on


class ConsentsForm(StepForm):
    """What the family agrees to."""

    rules_read = forms.BooleanField(
        label=_("J’ai lu le règlement de l’activité et je l’accepte"),
        error_messages={"required": _("Il faut accepter le règlement pour inscrire l’enfant.")},
    )
    certified = forms.BooleanField(
        label=_("Les renseignements que j’ai donnés sont exacts"),
        error_messages={"required": _("Confirmez que les renseignements sont exacts.")},
    )
    photo_allowed = forms.BooleanField(
        label=_("J’autorise les photos de l’enfant pendant l’activité (facultatif)"),
        required=False,
    )
