"""What is asked: which document, for which child, over which period."""

from datetime import date
from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from workflows.engine.children import born, deciding_children
from workflows.engine.forms import RecordChoice, StepForm
from workflows.engine.topics import topics

OTHER, WITHOUT_PERIOD = "other", frozenset({"removal", "other"})


class KindForm(StepForm):
    """One of the certificates that the town draws up."""

    kind = forms.ChoiceField(
        label=_("Document"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un document.")},
    )
    precision = forms.CharField(
        label=_("Précisez"),
        help_text=_("À quoi il doit servir, ce qu’il doit dire."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        published = topics(settings.CERTIFICATES).values()
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [(topic.code, topic.label) for topic in published]

    def clean(self) -> None:
        """Another document says nothing alone."""
        given = self.cleaned_data
        if given.get("kind") == OTHER and not given.get("precision", "").strip():
            self.add_error("precision", _("Dites quel document il vous faut."))


def _day(label) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )


class PeriodForm(StepForm):
    """For which child, from when to when."""

    child = RecordChoice(label=_("Enfant"), error_messages={"required": _("Choisissez l’enfant.")})
    starts_on = _day(_("Du"))
    ends_on = _day(_("Au"))
    nothing_title = _("Aucun enfant")
    nothing_text = _(
        "Aucun enfant pour qui vous décidez n’est rattaché à votre dossier. Appelez le service "
        "accueil familles, ou venez au guichet\u00a0: il l’ajoutera."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        children = list(deciding_children(self.case))
        self.nothing_fits = not children
        cast(RecordChoice, self.fields["child"]).offer(children, born)
        kind = (self.case.data.get("typed", {}).get("document", {}).get("kind") or [""])[0]
        self.needs_period = kind not in WITHOUT_PERIOD
        if self.needs_period:
            self.fields["starts_on"].required = self.fields["ends_on"].required = True

    def clean(self) -> None:
        """A period goes forward, and is about what has begun."""
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("ends_on", _("La fin doit suivre le début."))
        if isinstance(start, date) and start > self.day:
            self.add_error("starts_on", _("Cette période n’a pas commencé."))
