"""What is asked for a PAI: what to do for the child, never the name of what he or she has."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.engine.answers import AnswerForm
from workflows.engine.form_answers import yes_no
from workflows.engine.forms import StepForm

LONGEST = 800


class Measure(TextChoices):
    """What a PAI may foresee."""

    PACKED_LUNCH = "packed_lunch", _("un panier-repas préparé par la famille")
    MEDICINE = "medicine", _("un médicament à donner chaque jour")
    EMERGENCY_KIT = "emergency_kit", _("une trousse d’urgence gardée sur place")
    GESTURES = "gestures", _("des gestes à connaître en cas de malaise")
    REST = "rest", _("des temps de repos ou un espace calme")
    OTHER = "other", _("autre chose, précisé ci-dessous")


class NeedsForm(StepForm):
    """What must be done where the child is received."""

    measures = forms.MultipleChoiceField(
        label=_("De quoi l’enfant a-t-il besoin\u00a0?"),
        choices=Measure.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une case.")},
    )
    needs = forms.CharField(
        label=_("Précisions utiles à l’accueil"),
        help_text=_(
            "Dites ce qu’il faut faire et éviter\u00a0: il n’est pas utile de nommer la maladie, le "
            "document du médecin le dit à qui doit le savoir."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> None:
        """« Autre » says nothing alone."""
        data = self.cleaned_data
        if Measure.OTHER in data.get("measures", []) and not data.get("needs", "").strip():
            self.add_error("needs", _("Précisez ce qu’il faut faire."))


class MeetingForm(StepForm):
    """When one may meet."""

    renewal = yes_no(_("L’enfant avait-il déjà un PAI\u00a0?"))
    availability = forms.CharField(
        label=_("Quand êtes-vous disponible pour la réunion\u00a0?"),
        help_text=_("Exemple\u00a0: le mardi ou le jeudi, après 16\u00a0h\u00a030."),
        max_length=300,
        error_messages={"required": _("Donnez au moins un moment de la semaine.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AgreedForm(StepForm):
    """Who will know."""

    shared = forms.BooleanField(
        label=_(
            "J’accepte que ces informations soient lues par ceux qui accueillent l’enfant\u00a0: "
            "école, cantine, accueils"
        ),
        error_messages={"required": _("Sans votre accord, le PAI ne peut pas être préparé.")},
    )
    told = forms.BooleanField(
        label=_(
            "J’ai compris que l’autre parent qui exerce l’autorité parentale est prévenu de la "
            "réunion"
        ),
        error_messages={"required": _("Cochez cette case pour continuer.")},
    )


class WhenAndWhere(AnswerForm):
    """The meeting, as the agent sets it with the school and the physician."""

    day = forms.DateField(  # type: ignore[assignment]
        label=_("Jour de la réunion"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Donnez le jour de la réunion.")},
    )
    hour = forms.TimeField(
        label=_("Heure"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Donnez l’heure de la réunion.")},
    )
    place = forms.CharField(
        label=_("Lieu"),
        help_text=_("Le bâtiment et la salle. Les deux parents lisent ce lieu."),
        max_length=160,
        error_messages={"required": _("Donnez le lieu de la réunion.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_day(self) -> Any:
        """Not in the past: the family must be able to come."""
        day = self.cleaned_data["day"]
        if day < localdate():
            raise forms.ValidationError(_("La réunion ne peut pas être dans le passé."))
        return day


class Signed(AnswerForm):
    """Until when the plan holds."""

    review_on = forms.DateField(
        label=_("À refaire avant le"),
        help_text=_("Laissez vide pour la fin du niveau scolaire\u00a0: maternelle, élémentaire…"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def clean_review_on(self) -> Any:
        """In the future."""
        day = self.cleaned_data["review_on"]
        if day and day <= localdate():
            raise forms.ValidationError(_("Donnez une date à venir."))
        return day
