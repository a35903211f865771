"""What the supervisor writes when the decision changes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.engine.answers import LONGEST_ANSWER, AnswerForm


class ModifiedForm(AnswerForm):
    """What is decided in the place of the contested decision."""

    text = forms.CharField(
        label=_("Ce qui est décidé à la place"),
        help_text=_("La famille lit ce texte tel quel, sur sa page et dans la lettre."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Écrivez ce qui est décidé à la place.")},
    )


class PartlyForm(AnswerForm):
    """What changes, what does not, and why not: a refusal in part says its reasons."""

    text = forms.CharField(
        label=_("Ce qui change"),
        help_text=_("La famille lit ce texte tel quel, sur sa page et dans la lettre."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez ce qui change.")},
    )
    kept = forms.CharField(
        label=_("Ce qui ne change pas, et pourquoi"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez ce qui ne change pas, et pourquoi.")},
    )
