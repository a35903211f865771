"""What the librarian says with the card."""

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.engine.answers import AnswerForm, FreeWords


class CardReady(AnswerForm):
    """From when it can be fetched, and a word."""

    ready_on = forms.DateField(
        label=_("La carte est prête à partir du"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Donnez le jour.")},
    )
    text = FreeWords()

    def clean_ready_on(self) -> date:
        """Not in the past."""
        day = self.cleaned_data["ready_on"]
        if day < localdate():
            raise forms.ValidationError(_("Donnez aujourd’hui ou un jour à venir."))
        return day
