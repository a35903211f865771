"""A case that came to the wrong service goes to the right one, and its family is told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.recording import record
from cases.wakeup import wake_service_after_commit
from town.models import Service
from workflows.engine.answers import AnswerForm, FreeWords, last_answers
from workflows.engine.procedure import Decision


class TransferForm(AnswerForm):
    """To which service, and a word for the family."""

    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Service.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le service.")},
    )
    text = FreeWords(help_text=_("Pourquoi ce service\u00a0: la famille lit ce texte tel quel."))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Service.objects.exclude(cases=self.case)
        self.fields["service"].queryset = others  # type: ignore[attr-defined]

    def declared(self) -> dict:
        """The service by its slug."""
        return {**super().declared(), "service": self.cleaned_data["service"].slug}


TRANSFER = Decision(
    "transfer",
    _("Confier à un autre service"),
    _("La demande quitte votre file pour la sienne, et la famille est prévenue."),
    asks=TransferForm,
)


def transfer(case: Case) -> None:
    """Hand the case over: its queue, its readers, who answers for it; the promise stays."""
    service = Service.objects.get(slug=last_answers(case, TRANSFER.exit)["service"])
    record(case, "transferred", to=service.pk)
    wake_service_after_commit(case, service.pk)
    case.service = service
    if case.facility is not None and case.facility.service_id != service.pk:
        case.facility = None
