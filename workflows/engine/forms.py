"""The base of the guided form's steps."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from cases.models import Case


class DescribedChoice(forms.ModelChoiceField):
    """A choice among records, each said as the form describes it."""

    describe: Callable[[Any], str] = staticmethod(str)

    def label_from_instance(self, obj: Any) -> str:
        """What is read beside the button."""
        return self.describe(obj)


class StepForm(forms.Form):
    """One step. Knows the case being filled, who fills it, and the day.

    Fields hold what was typed; `declared` is what the case keeps once it is sent.
    """

    def __init__(self, *args, case: Case, user: User, day: date, **kwargs) -> None:
        self.case, self.user, self.day = case, user, day
        super().__init__(*args, **kwargs)

    def declared(self) -> dict:
        """The cleaned answers as JSON values."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "public_id"):
        return str(value.public_id)
    return value
