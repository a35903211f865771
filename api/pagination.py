"""Pages by key: `next` starts after the last row seen, however long the list is."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as BadValue
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

DEFAULT, MOST = 25, 100


class Keyset(BasePagination):
    """`limit` rows after `cursor`, in the view's `order`, whose last field is unique."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list:
        """One page, and one row more to know whether there is another."""
        order: tuple[str, ...] = view.order
        limit = _limit(request.query_params.get("limit"))
        if cursor := request.query_params.get("cursor"):
            queryset = queryset.filter(_beyond(order, _values(queryset, order, cursor)))
        rows = list(queryset.order_by(*order)[: limit + 1])
        self.next = ""
        if len(rows) > limit:
            here = request.build_absolute_uri()
            self.next = replace_query_param(here, "cursor", _cursor(rows[limit - 1], order))
        return rows[:limit]

    def get_paginated_response(self, data: list) -> Response:
        """The page, and the address of the next one, or nothing."""
        return Response({"next": self.next or None, "results": data})

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """For the OpenAPI document."""
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {"type": "string", "format": "uri", "nullable": True},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the OpenAPI document."""
        limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Opaque; follow `next` instead of building it.",
                "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"},
            },
            {"name": "limit", "in": "query", "description": "Rows a page.", "schema": limit},
        ]


def _limit(given: str | None) -> int:
    if given is None:
        return DEFAULT
    if given.isascii() and given.isdigit() and 1 <= int(given[:4]) <= MOST and len(given) < 4:
        return int(given)
    raise ValidationError({"limit": [_("Un nombre entre 1 et 100 est attendu.")]})


def _beyond(order: tuple[str, ...], values: list) -> Q:
    """Rows strictly after these values in this order."""
    condition, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        way = "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{field}__{way}": value})
        equal &= Q(**{field: value})
    return condition


def _cursor(row: Any, order: tuple[str, ...]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    plain = [v.isoformat() if hasattr(v, "isoformat") else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _values(queryset: QuerySet, order: tuple[str, ...], cursor: str) -> list:
    """The values behind a cursor, each one checked by the field that it is compared with."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list) or len(plain) != len(order):
            raise BadValue("length")
        return [_value(queryset, name.lstrip("-"), v) for name, v in zip(order, plain, strict=True)]
    except (binascii.Error, ValueError, OverflowError, TypeError, BadValue):
        raise ValidationError({"cursor": [_("Ce curseur n’en est pas un.")]}) from None


def _value(queryset: QuerySet, name: str, value: Any) -> Any:
    meta = queryset.model._meta
    field = meta.pk if name == "pk" else meta.get_field(name)
    while field.is_relation:
        field = field.target_field
    if field.get_internal_type() == "DateTimeField":
        value = field.to_python(str(value))
        if value is None or value.tzinfo is None:
            raise BadValue("date")
        return value
    if type(value) is not int or not 0 <= value < 2**63:
        raise BadValue("number")
    return value
