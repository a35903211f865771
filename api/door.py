"""What every address of the API shares: the key on writes, pages by key, who acts for whom."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.models import User
from accounts.roles import staff_of
from api.idempotency import key_of
from cases.sides import Side

WRITES = frozenset({"POST", "PUT", "DELETE"})


class Door(GenericAPIView):
    """One address. `keyless` names the methods that are idempotent by nature."""

    http_method_names = ["get", "head", "post", "put", "delete"]
    keyless: frozenset[str] = frozenset()
    order: tuple[str, ...] = ("-pk",)
    serializer_class: type[Serializer] | None = None

    @classmethod
    def needs_key(cls, method: str) -> bool:
        """Whether this method must carry an `Idempotency-Key`."""
        return method in WRITES - cls.keyless and hasattr(cls, method.lower())

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, check rights and share, then the key: before anything is looked up.

        A method that is not there is told to anybody: the API's addresses are no secret.
        """
        if not hasattr(self, (request.method or "").lower()):
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        if self.needs_key(request.method or ""):
            key_of(request)

    def page(self, rows: QuerySet, serializer: type[Serializer] | None = None) -> Response:
        """One filtered page of rows."""
        found = self.paginate_queryset(self.filter_queryset(rows))
        shape = serializer or self.serializer_class
        context = self.get_serializer_context()
        return self.get_paginated_response(shape(found, many=True, context=context).data)

    def asked(self, serializer: type[Serializer]) -> dict[str, Any]:
        """The values sent, once valid."""
        bound = serializer(data=self.request.data, context=self.get_serializer_context())
        bound.is_valid(raise_exception=True)
        return bound.validated_data


def side_of(user: User) -> str:
    """On whose behalf this person acts."""
    return Side.TOWN if staff_of(user) else Side.FAMILY
