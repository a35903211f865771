"""Filters that several lists share."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field

MOST = 2**31 - 1  # what the database counts to
YES_NO = (("true", "true"), ("false", "false"))


@extend_schema_field({"type": "string", "enum": ["true", "false"]})
class YesNo(filters.TypedChoiceFilter):
    """`true` or `false`; anything else is an error, not a silent no."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(choices=YES_NO, coerce=lambda value: value == "true", **kwargs)


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": MOST})
class WholeNumber(filters.Filter):
    """A number of events, rows…; half of one is an error."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: object) -> None:
        super().__init__(min_value=0, max_value=MOST, **kwargs)


class Narrowing(filters.FilterSet):
    """The filters of one list; an empty value is an error, not the whole list."""

    def is_valid(self) -> bool:
        """Whether every filter given makes sense."""
        valid = super().is_valid()
        empty = [name for name in self.filters if self.is_bound and self.data.get(name) == ""]
        for name in empty:
            self.form.add_error(name, _("Une valeur est attendue."))
        return valid and not empty
