"""What is asked: the year and the children, then each child's days, then the family's word."""

from typing import cast

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.capacity import taken_by_day
from activities.models import Group
from activities.models.offer import Weekday
from activities.school_years import offered, open_years
from family.models import Child
from look.forms import DaysInput
from workflows.engine.children import born
from workflows.engine.consents import ConsentsForm
from workflows.engine.form_answers import YES_NO
from workflows.engine.forms import StepForm
from workflows.school_year.asked import MOST, at_home, field_of, typed_year

FEW = 3  # places left: worth saying


class ChildrenForm(StepForm):
    """Which year, when several are open; which children, of those whom something fits."""

    year = forms.ChoiceField(
        label=_("Pour quelle année\u00a0?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l’année.")},
    )
    children = forms.MultipleChoiceField(
        label=_("Pour quels enfants\u00a0?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un enfant.")},
    )
    starts_on = forms.DateField(
        label=_("À partir du"),
        help_text=_("Pour l’année en cours. Sans date\u00a0: dès que la place est accordée."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    nothing_title = _("Rien n’est ouvert pour vos enfants en ce moment")
    nothing_text = _(
        "Aucune activité de l’année ne correspond à leur âge et à leur école, ou ils y sont déjà "
        "inscrits. Les prochaines inscriptions seront annoncées dans les actualités."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._years = list(open_years(self.day))
        self._fitting = offered(at_home(self.case), self._years)
        self._kids = [child for child in at_home(self.case) if self._fitting[child.pk]]
        self.nothing_fits = not self._kids
        ids = [(str(child.public_id), lazy(born, str)(child)) for child in self._kids]
        cast(forms.MultipleChoiceField, self.fields["children"]).choices = ids
        labels = [(year.starts_on.isoformat(), year.label) for year in self._years]
        cast(forms.ChoiceField, self.fields["year"]).choices = labels
        self._ask_only_what_is_open()

    def _ask_only_what_is_open(self) -> None:
        if len(self._years) == 1:
            year = cast(forms.ChoiceField, self.fields["year"])
            year.required, year.widget = False, forms.HiddenInput()
            year.initial = self._years[0].starts_on.isoformat()
        if all(year.starts_on > self.day for year in self._years):
            del self.fields["starts_on"]

    def clean_year(self) -> str:
        """The only one that is open needs no choice."""
        only = self._years[0].starts_on.isoformat() if len(self._years) == 1 else ""
        return self.cleaned_data["year"] or only

    def clean(self) -> dict:
        """Something fits each child in that year; a date falls into it."""
        cleaned = super().clean() or self.cleaned_data
        year = next(
            (y for y in self._years if y.starts_on.isoformat() == cleaned.get("year")), None
        )
        if year is None:
            return cleaned
        for child in self._kids:
            fitting = [g for g in self._fitting[child.pk] if g.period_id == year.pk]
            if str(child.public_id) in cleaned.get("children", ()) and not fitting:
                words = now_("Rien n’est ouvert pour %(child)s cette année-là.")
                self.add_error("children", words % {"child": child.first_name})
        day = cleaned.get("starts_on")
        if day and day > year.ends_on:
            self.add_error("starts_on", now_("Cette date est après la fin de l’année."))
        return cleaned


class DaysForm(StepForm):
    """The days of each activity for one child; an activity without a day is not asked for."""

    rank = 0

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kids = at_home(self.case)
        self.child = kids[self.rank - 1] if len(kids) >= self.rank else None
        year = typed_year(self.case)
        fitting = offered([self.child], [year])[self.child.pk] if self.child and year else []
        self.nothing_fits = not fitting
        taken = taken_by_day(fitting)
        self._groups = {field_of(cast(Child, self.child), group): group for group in fitting}
        for name, group in self._groups.items():
            self.fields[name] = _days_field(group, taken[group.pk])

    nothing_title = _("Rien n’est ouvert pour cet enfant cette année-là")
    nothing_text = _("Revenez à la première étape pour changer d’année ou retirer cet enfant.")

    def clean(self) -> dict:
        """One day at least: else the child has nothing to do in this file."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in self._groups):
            raise forms.ValidationError(
                _("Cochez au moins un jour, ou retirez cet enfant à la première étape.")
            )
        return cleaned

    def declared(self) -> dict:
        """The child, and what is wished for it."""
        wishes = [
            {"group": str(group.public_id), "weekdays": sorted(self.cleaned_data[name])}
            for name, group in self._groups.items()
            if self.cleaned_data[name]
        ]
        return {"child": str(cast(Child, self.child).public_id), "wishes": wishes}


def days_form(rank: int) -> type[DaysForm]:
    """The form about the child of that rank in the home."""
    return type(f"DaysOfChild{rank}", (DaysForm,), {"rank": rank})


DAYS_FORMS = {rank: days_form(rank) for rank in range(1, MOST + 1)}


class DaysField(forms.TypedMultipleChoiceField):
    """The days of one activity among several; none is an answer."""

    widget = DaysInput
    one_of_several = True  # not called optional: the form wants one of them


def _days_field(group: Group, taken: dict[int, int]) -> DaysField:
    free = {day: max(group.places - taken[day], 0) for day in sorted(group.weekdays)}
    return DaysField(
        label=group.activity.name,
        help_text=" · ".join(filter(None, [group.activity.hours, _places(free)])),
        choices=[(day, Weekday(day).label) for day in free],
        coerce=int,
        required=False,
    )


def _places(free: dict[int, int]) -> str:
    """What a family should know before it chooses; nothing while there is room every day."""
    full = [str(Weekday(day).label) for day, left in free.items() if not left]
    if len(full) == len(free):
        return now_("complet\u00a0: liste d’attente possible")
    if full:
        return now_("complet le %(days)s") % {"days": ", le ".join(full)}
    least = min(free.values())
    if least > FEW:
        return now_("des places chaque jour")
    return ngettext("dernière place", "%(n)d places", least) % {"n": least}


class AgreedForm(ConsentsForm):
    """What becomes of a full day, asked once and for all; then the family's word."""

    waiting = forms.ChoiceField(
        label=_("Si un jour est complet, voulez-vous être en liste d’attente\u00a0?"),
        help_text=_(
            "L’activité entière attend alors, avec tous ses jours. Sinon, elle est laissée de côté."
        ),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Répondez par oui ou par non.")},
    )
    field_order = ("waiting", "rules_read", "certified")
