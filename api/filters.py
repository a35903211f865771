"""Filters that several lists share."""

import django_filters as filters
from drf_spectacular.utils import extend_schema_field

YES_NO = (("true", "true"), ("false", "false"))


@extend_schema_field({"type": "string", "enum": ["true", "false"]})
class YesNo(filters.TypedChoiceFilter):
    """`true` or `false`; anything else is an error, not a silent no."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(choices=YES_NO, coerce=lambda value: value == "true", **kwargs)
