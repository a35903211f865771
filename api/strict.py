"""Values taken as the document says: a number is no text, a text is no number."""

from typing import Any

from rest_framework import serializers


class _Only:
    """Refuses what JSON gives in another type, instead of making something of it."""

    json_type: type = str

    def to_internal_value(self, data: Any) -> Any:
        """The value, if it was sent in its own type (`True` is no number)."""
        if type(data) is not self.json_type:
            self.fail("invalid", value=data, input=data)  # type: ignore[attr-defined]
        return super().to_internal_value(data)  # type: ignore[misc]


class Text(_Only, serializers.CharField):
    """A text."""


class Slug(_Only, serializers.SlugField):
    """A short code."""


class Id(_Only, serializers.UUIDField):
    """A public id."""


class Number(_Only, serializers.IntegerField):
    """A whole number."""

    json_type = int


class Flag(_Only, serializers.BooleanField):
    """Yes or no."""

    json_type = bool
