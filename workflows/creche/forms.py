"""What is asked, one subject a step."""

from datetime import date, timedelta
from typing import cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from activities.admission.criteria import Work
from activities.models import Activity
from activities.models.offer import Weekday
from cases.models import Case
from family.models import Child
from town.models import Facility
from workflows.creche.asked import ALONE
from workflows.engine.children import born, deciding_children
from workflows.engine.forms import RecordChoice, StepForm

OLDEST = 42  # months: then school begins
FARTHEST = timedelta(days=548)  # a year and a half ahead
NO_OTHER = _("Il n’y en a pas\u00a0: j’élève seul mon enfant")
RANKS = ("first", "second", "third")


class ChildForm(StepForm):
    """Which child; only small ones for whom the applicant may decide."""

    child = RecordChoice(
        label=_("Enfant"), error_messages={"required": _("Choisissez l’enfant à accueillir.")}
    )
    nothing_title = _("Aucun enfant en âge d’aller à la crèche")
    nothing_text = _(
        "Aucun enfant de moins de trois ans et demi pour qui vous décidez n’est rattaché à votre "
        "dossier. Si votre enfant vient de naître, appelez le service accueil familles\u00a0: il "
        "l’ajoutera."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        small = small_children(self.case, self.day)
        self.nothing_fits = not small
        cast(RecordChoice, self.fields["child"]).offer(small, born)


def small_children(case: Case, day: date) -> list[Child]:
    """The home's children of crèche age for whom the applicant may decide."""
    return [child for child in deciding_children(case) if child.months_on(day) < OLDEST]


class NeedForm(StepForm):
    """Which days of the week, from when."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Jours de la semaine"),
        help_text=_(
            "De 7\u00a0h\u00a030 à 18\u00a0h\u00a030\u00a0: les heures se règlent avec la crèche."
        ),
        coerce=int,
        choices=[(day.value, day.label.capitalize()) for day in Weekday],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un jour.")},
    )
    starts_on = forms.DateField(
        label=_("À partir du"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def clean_starts_on(self):
        """From today on, a year and a half ahead at most."""
        starts_on = self.cleaned_data["starts_on"]
        if not self.day <= starts_on <= self.day + FARTHEST:
            raise forms.ValidationError(
                _("Choisissez une date entre le %(start)s et le %(end)s."),
                params={
                    "start": date_format(self.day, "j F Y"),
                    "end": date_format(self.day + FARTHEST, "j F Y"),
                },
            )
        return starts_on


class FacilitiesForm(StepForm):
    """Up to three facilities, the most wished first."""

    first = forms.ChoiceField(
        label=_("Premier choix"), error_messages={"required": _("Indiquez au moins un choix.")}
    )
    second = forms.ChoiceField(label=_("Deuxième choix"), required=False)
    third = forms.ChoiceField(label=_("Troisième choix"), required=False)
    nothing_title = _("Aucune crèche de la ville n’est ouverte")
    nothing_text = _("Appelez le service petite enfance pour connaître les autres modes de garde.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = list(creches())
        self.nothing_fits = not offered
        choices = [(each.slug, each.name) for each in offered]
        for name in RANKS:
            empty = _("Choisissez une crèche") if name == "first" else _("Aucun autre choix")
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", empty), *choices]

    def clean(self):
        """Each named once: twice the same is no second chance."""
        cleaned, seen = super().clean() or {}, set()
        for name in RANKS:
            wished = cleaned.get(name)
            if wished and wished in seen:
                self.add_error(name, _("Cette crèche est déjà dans vos choix."))
            seen.add(wished)
        return cleaned


def creches():
    """The facilities that have a crèche activity."""
    found = Facility.objects.filter(activities__kind=Activity.Kind.CRECHE)
    return found.distinct().order_by("name")


class SituationForm(StepForm):
    """What the town's criteria read, and nothing else."""

    work = forms.ChoiceField(
        label=_("Votre situation"),
        choices=Work.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Indiquez votre situation.")},
    )
    other_work = forms.ChoiceField(
        label=_("Situation de l’autre parent au foyer"),
        choices=[(ALONE, NO_OTHER), *Work.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Indiquez la situation de l’autre parent.")},
    )
    twins = forms.BooleanField(label=_("L’enfant a un jumeau ou une jumelle"), required=False)
    special_need = forms.BooleanField(
        label=_("L’enfant ou un parent a un besoin particulier (handicap, maladie)"),
        help_text=_("Dites-le sans le décrire\u00a0: le service vous demandera un justificatif."),
        required=False,
    )
    together = forms.BooleanField(
        label=_(
            "Je demande aussi une place pour un frère ou une sœur\u00a0: la même crèche si possible"
        ),
        required=False,
    )


class AgreementForm(StepForm):
    """What the family agrees to."""

    rules_read = forms.BooleanField(
        label=_("J’ai lu les critères d’attribution des places"),
        error_messages={"required": _("Lisez les critères avant d’envoyer la demande.")},
    )
    certified = forms.BooleanField(
        label=_("Les renseignements que j’ai donnés sont exacts"),
        error_messages={"required": _("Confirmez que les renseignements sont exacts.")},
    )
