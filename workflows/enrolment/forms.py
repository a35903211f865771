"""What is asked, one subject a step."""

from typing import cast

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.capacity import free_by_day, taken_by_day
from activities.models import Group
from activities.models.offer import Weekday
from activities.offer import groups_for
from activities.school_places import is_school_place
from town.districts import district_schools
from workflows.engine.children import born, deciding_children
from workflows.engine.consents import ConsentsForm
from workflows.engine.forms import RecordChoice, StepForm
from workflows.enrolment.asked import remembered, typed_child, typed_group
from workflows.enrolment.exemption import REASONS, district_in_words


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
        field.offer(found, born)


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

    @cached_property
    def _district(self) -> set[int] | None:
        """The schools of the home’s district; None when nobody can say."""
        home = self.case.household
        schools = district_schools(home.street, home.postcode) if home else None
        return None if schools is None else {school.pk for school in schools}

    def _elsewhere(self, group: Group) -> bool:
        """Whether it is a place in a school of another district."""
        if not is_school_place(group) or self._district is None:
            return False
        return group.activity.facility_id not in self._district

    def _describe(self, group: Group) -> str:
        free = self._free[group.pk]
        places = (
            _("complet certains jours\u00a0: liste d’attente possible")
            if not free
            else ngettext("dernière place", "%(n)d places", free) % {"n": free}
        )
        activity = group.activity
        if self._elsewhere(group):
            places = _("hors de votre secteur\u00a0: dérogation à demander")
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
            if is_school_place(self.group):  # one does not go to school on some days
                self.initial.setdefault("weekdays", list(self.group.weekdays))
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


class ExemptionForm(StepForm):
    """Why this school rather than the district’s."""

    reason = forms.ChoiceField(
        label=_("Pourquoi cette école\u00a0?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la raison de votre demande.")},
    )
    words = forms.CharField(
        label=_("Précisions"),
        help_text=_(
            "Par exemple le nom du frère ou de la sœur, ou l’adresse de la garde. N’écrivez rien "
            "de médical\u00a0: dites seulement que des soins existent."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        said = _("École de votre secteur\u00a0: %(schools)s.")
        self.fields["reason"].help_text = said % {"schools": district_in_words(self.case)}

    def clean(self):
        """Some reasons say too little alone."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == "other" and not cleaned.get("words", "").strip():
            self.add_error("words", _("Précisez votre raison en quelques mots."))
        return cleaned


class EnrolmentConsentsForm(ConsentsForm):
    """What the family agrees to."""

    photo_allowed = forms.BooleanField(
        label=_("J’autorise les photos de l’enfant pendant l’activité (facultatif)"),
        required=False,
    )
