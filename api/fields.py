"""The questions of a form, as other software asks them: of a step, of a decision."""

from typing import Any

from django import forms
from rest_framework import serializers

from workflows.engine.forms import StepForm

FIELD_KINDS = ["text", "date", "yes_no", "one_of", "some_of", "document"]


class ChoiceShape(serializers.Serializer):
    """One possible answer."""

    value = serializers.CharField()
    label = serializers.CharField()


class FieldShape(serializers.Serializer):
    """One question of a step, what was typed, and what is wrong with it."""

    name = serializers.CharField()
    label = serializers.CharField()
    help = serializers.CharField(allow_blank=True)
    required = serializers.BooleanField()
    kind = serializers.ChoiceField(choices=FIELD_KINDS)
    choices = ChoiceShape(many=True)
    typed = serializers.ListField(child=serializers.CharField(allow_blank=True))
    errors = serializers.ListField(child=serializers.CharField())


def field_of(form: StepForm, name: str, typed: list[str], *, judged: bool = True) -> dict[str, Any]:
    """One question; what is wrong with its answer, unless nothing was answered yet."""
    field = form.fields[name]
    choices = getattr(field, "choices", ())
    return {
        "name": name,
        "label": str(field.label or name),
        "help": str(field.help_text),
        "required": field.required,
        "kind": next(kind for declared, kind in KINDS if isinstance(field, declared)),
        "choices": [{"value": str(value), "label": str(label)} for value, label in choices],
        "typed": typed,
        "errors": [str(error) for error in form.errors.get(name, [])] if judged else [],
    }


KINDS: list[tuple[type[forms.Field], str]] = [
    (forms.ModelMultipleChoiceField, "some_of"),
    (forms.MultipleChoiceField, "some_of"),
    (forms.ModelChoiceField, "one_of"),
    (forms.ChoiceField, "one_of"),
    (forms.BooleanField, "yes_no"),
    (forms.DateField, "date"),
    (forms.FileField, "document"),
    (forms.Field, "text"),
]
