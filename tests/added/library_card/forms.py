"""What is asked after the child: where the card is fetched, and what it lends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.engine.forms import StepForm

STEP = "carte"
DESKS = {"centre": _("Bibliothèque du centre"), "quai": _("Bibliothèque du quai")}
LENDS = {"books": _("Livres et revues"), "all": _("Livres, revues, musique et films")}


class CardForm(StepForm):
    """The desk and the kind of card."""

    desk = forms.ChoiceField(
        label=_("Où viendrez-vous chercher la carte\u00a0?"),
        choices=list(DESKS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une bibliothèque.")},
    )
    lends = forms.ChoiceField(
        label=_("Pour emprunter"),
        choices=list(LENDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que la carte permet d’emprunter.")},
    )
    careful = forms.BooleanField(
        label=_("Je répondrai des livres perdus ou abîmés"),
        error_messages={"required": _("Cochez cette case pour continuer.")},
    )
