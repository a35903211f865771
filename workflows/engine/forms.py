"""The base of the guided form's steps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from accounts.models import User
from cases.models import Case


class RecordChoice(forms.ChoiceField):
    """A choice among records already read, each said as the form describes it once it is shown."""

    widget = forms.RadioSelect
    _records: Mapping[str, Any] = {}

    def offer(
        self, records: Iterable[Any], describe: Callable[[Any], str], *, none: str | Promise = ""
    ) -> None:
        """Make these the choices, named by their public ids; `none` says what no choice means."""
        self._records = {str(record.public_id): record for record in records}
        first = [("", none)] if none else []
        self.choices = lambda: [*first, *((k, describe(r)) for k, r in self._records.items())]

    def to_python(self, value: Any) -> Any:
        """The record chosen; raises ValidationError when it is not offered."""
        if value in self.empty_values:
            return None
        record = self._records.get(str(value))
        if record is None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": value}
            )
        return record

    def validate(self, value: Any) -> None:
        """Whether something is chosen, if it must be: `to_python` knows what is offered."""
        forms.Field.validate(self, value)


@dataclass(frozen=True)
class FormAct:
    """Something that a step can do besides going on: send a code, fetch what one agrees to."""

    code: str
    verb: str | Promise
    icon: str = ""


class StepForm(forms.Form):
    """One step. Knows the case being filled, who fills it, and the day.

    Fields hold what was typed; `declared` is what the case keeps once it is sent.
    """

    nothing_fits = False  # there is nothing to choose from, as these words say
    nothing_title: str | Promise = ""
    nothing_text: str | Promise = ""
    sealed: ClassVar[frozenset[str]] = frozenset()  # answers kept sealed, never shown again
    never_kept: ClassVar[frozenset[str]] = frozenset()  # of use to an act of the step alone
    shows_letters = False  # the démarche's own papers, to be opened on this step
    goes_on = True  # False: one of the step's acts comes first

    def __init__(self, *args, case: Case, user: User, day: date, **kwargs) -> None:
        self.case, self.user, self.day = case, user, day
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """A sealed answer that is right is not shown again, not even beside a wrong one."""
        super().full_clean()
        right = self.sealed & getattr(self, "cleaned_data", {}).keys()
        if self.is_bound and right:
            blank = {self.add_prefix(name): [""] for name in right}
            data = QueryDict(mutable=True)
            for name, values in {**dict(cast(QueryDict, self.data).lists()), **blank}.items():
                data.setlist(name, values)
            self.data = data

    def acts(self) -> list[FormAct]:
        """The buttons that this step has besides going on."""
        return []

    def do(self, code: str, given: QueryDict) -> str | Promise | None:
        """Do one of `acts`, outside of the case's lock; what to tell, or None when the form has
        errors to show."""
        raise LookupError(code)

    def declared(self) -> dict:
        """The cleaned answers as JSON values."""
        return {name: plain(value) for name, value in self.cleaned_data.items()}


def plain(value: Any) -> Any:
    """A cleaned answer as JSON keeps it."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "public_id"):
        return str(value.public_id)
    return value
