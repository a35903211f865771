"""What is asked: which decision, and why it should change."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from look.words import day_in_words
from workflows.appeal.contested import contestable, last_day
from workflows.engine.forms import StepForm

TOO_LATE = _(
    "Choisissez une décision de la liste. Passé deux mois, une décision ne peut plus être "
    "contestée ainsi\u00a0: vous pouvez nous écrire par une demande libre."
)


class DecisionForm(StepForm):
    """One of the home's decisions that can still be contested."""

    nothing_title = _("Aucune décision de moins de deux mois")
    nothing_text = _(
        "Un recours gracieux se fait dans les deux mois qui suivent la décision. Passé ce délai, "
        "vous pouvez toujours nous écrire\u00a0: choisissez la démarche «\u00a0Écrire à un service\u00a0»."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        found = contestable(self.case, self.day)
        self.nothing_fits = not found
        self.fields["case"] = forms.ChoiceField(
            label=_("Décision"),
            help_text=_(
                "Les décisions de plus de deux mois n’y sont plus\u00a0: pour celles-là, écrivez-nous "
                "par une demande libre."
            ),
            choices=[(decided.reference, lazy(_described, str)(decided)) for decided in found],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choisissez une décision."), "invalid_choice": TOO_LATE},
        )


def _described(decided: Case) -> str:
    words = now_("%(title)s · %(state)s %(day)s (recours possible jusqu’au %(last)s)") % {
        "title": decided.title,
        "state": decided.get_state_display().lower(),
        "day": day_in_words(decided.closed_at) if decided.closed_at else "",
        "last": day_in_words(last_day(decided)),
    }
    return f"{decided.child.first_name} · {words}" if decided.child else words


class GroundsForm(StepForm):
    """Why, and what is wished instead."""

    grounds = forms.CharField(
        label=_("Pourquoi cette décision doit-elle changer\u00a0?"),
        help_text=_("Les faits, ce qui n’a pas été vu, ce qui a changé."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Dites pourquoi vous contestez cette décision.")},
    )
    wish = forms.CharField(
        label=_("Que demandez-vous à la place\u00a0?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
