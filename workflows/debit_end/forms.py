"""What is asked to stop being debited: from when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from billing.mandates import standing
from workflows.direct_debit.asked import DATES, may_bind
from workflows.engine.forms import StepForm

LATEST = timedelta(days=365)


class EndForm(StepForm):
    """The mandate that stands, and the day from which it ends."""

    nothing_title = _("Aucun prélèvement à arrêter")
    nothing_text = _(
        "Aucun mandat de prélèvement n’est en place pour votre foyer, ou votre compte ne permet "
        "pas d’engager le foyer."
    )

    ends_on = forms.DateField(
        label=_("Ne plus prélever à partir du"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=DATES,
    )
    understood = forms.BooleanField(
        label=_("J’ai compris que je devrai payer mes factures autrement"),
        error_messages={"required": _("Cochez cette case pour arrêter le prélèvement.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = standing(self.case.household, self.day)
        self.nothing_fits = present is None or not may_bind(self.case)
        self.initial.setdefault("ends_on", self.day)
        if present is not None:
            about = now_("Compte prélevé\u00a0: %(iban)s, mandat %(rum)s.")
            said = about % {"iban": present.shown, "rum": present.rum}
            self.fields["ends_on"].help_text = said

    def clean_ends_on(self) -> date:
        """From today on, within a year."""
        day = self.cleaned_data["ends_on"]
        if not self.day <= day <= self.day + LATEST:
            raise forms.ValidationError(
                _("Choisissez une date à partir du %(day)s, dans l’année qui vient."),
                params={"day": date_format(self.day, "j F Y")},
            )
        return day
