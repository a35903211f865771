"""What was typed in a guided form, read back for its summary: texts, choices, yes or no."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from workflows.engine.typed import typed, typed_all

YES_NO = (("yes", _("Oui")), ("no", _("Non")))


def yes_no(label: Any, *, help_text: Any = "", required: Any = None) -> forms.TypedChoiceField:
    """A question answered by yes or no, and by neither at first: silence is no answer."""
    missing = required or _("Répondez par oui ou par non.")
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def said(value: bool | None) -> str:
    """The answer that a fact on file stands for; empty when nothing is known."""
    return "" if value is None else "yes" if value else "no"


class Typed:
    """What a case's form holds, valid or not."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def text(self, step: str, name: str) -> str:
        """One answer as it was typed."""
        return typed(self._case, step, name).strip()

    def several(self, step: str, name: str) -> list[str]:
        """All the boxes ticked."""
        return list(typed_all(self._case, step, name))

    def yes_no(self, step: str, name: str) -> str:
        """« Oui », « Non », or nothing."""
        return str(dict(YES_NO).get(self.text(step, name), ""))
