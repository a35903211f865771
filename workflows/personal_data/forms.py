"""What is asked: which right, over which data, and what is wrong or unwanted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.engine.forms import StepForm
from workflows.personal_data.rights import ACCESS, DATA, RIGHTS, right_of


class RightForm(StepForm):
    """One right a request."""

    right = forms.ChoiceField(
        label=_("Votre demande"),
        choices=list(RIGHTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que vous demandez.")},
    )


class DataForm(StepForm):
    """Which data, and what the service must know."""

    kinds = forms.MultipleChoiceField(
        label=_("Données concernées"),
        choices=list(DATA.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une ligne.")},
    )
    text = forms.CharField(
        label=_("Précisez"),
        help_text=_(
            "Ce qui est faux et ce qu’il faut lire\u00a0; ce qu’il faut effacer\u00a0; l’usage que vous "
            "refusez et pourquoi."
        ),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Précisez votre demande, pour que le service puisse la suivre.")
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = right_of(self.case) != ACCESS  # a copy is asked for simply
