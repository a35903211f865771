"""How Django's forms come out in our look: `{{ form }}` and `{{ field.as_field_group }}`."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class LookRenderer(TemplatesSetting):
    """Draws a form with its error summary on top, and each field with help before its input."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class PaperInput(forms.FileInput):
    """A drop zone that is also a camera button; without script, two ordinary file inputs.

    Both inputs carry the field's name. An input left empty sends nothing, so the one that was
    used is the one that is received.
    """

    template_name = "components/dropzone.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, rules: str = "") -> None:
        super().__init__(attrs)
        self.rules = rules

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what may be sent, in words, to the usual context."""
        context = super().get_context(name, value, attrs)
        context["widget"]["rules"] = self.rules
        return context


class PapersInput(PaperInput):
    """The same for several papers at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, rules: str = "") -> None:
        super().__init__({"multiple": True, **(attrs or {})}, rules=rules)


class DaysInput(forms.CheckboxSelectMultiple):
    """The days of a week, side by side: one line on a phone."""

    template_name = "components/days.html"
