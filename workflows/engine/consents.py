"""What families agree to with a request for places: the rules, and that what they say is so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.engine.forms import StepForm

# The same two, said beside the button that sends a request filled in beforehand.
BY_SENDING = _(
    "En envoyant cette demande, vous acceptez le règlement des activités et vous certifiez que "
    "ces renseignements sont exacts."
)


class ConsentsForm(StepForm):
    """Both are needed: ticked, or stated by sending a request that the town has prepared."""

    rules_read = forms.BooleanField(
        label=_("J’ai lu le règlement de l’activité et je l’accepte"),
        error_messages={"required": _("Il faut accepter le règlement pour inscrire l’enfant.")},
    )
    certified = forms.BooleanField(
        label=_("Les renseignements que j’ai donnés sont exacts"),
        error_messages={"required": _("Confirmez que les renseignements sont exacts.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.case.data.get("invited"):
            del self.fields["rules_read"], self.fields["certified"]

    def declared(self) -> dict:
        """How they were given is kept with them."""
        given = super().declared()
        if self.case.data.get("invited"):
            return given | {"rules_read": True, "certified": True, "by": "sending"}
        return given
