"""How each operation describes itself: its errors and its key, said once for all."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api.idempotency import HEADER
from api.problems import MEDIA_TYPE, ProblemShape

ALWAYS = {
    400: "The request or its values are wrong; `errors` says which.",
    401: "Nobody is signed in.",
    404: "There is no such thing, or it is not for this person: the answer is the same.",
    406: "The answer cannot be given in the wished media type.",
    429: "Too many requests; `Retry-After` says when to try again.",
}
ON_WRITE = {
    403: "The CSRF token is missing or wrong.",
    409: "The case has moved on (`stale`), or a colleague has the task (`taken`).",
    413: "The request is too large.",
    415: "The body is in a media type that is not read here.",
    422: "It cannot be done as asked; `messages` or `steps` say why, all at once.",
    503: "The document store does not answer; nothing was changed.",
}
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


class Operation(AutoSchema):
    """One operation of the API."""

    def get_override_parameters(self) -> list[Any]:
        """The idempotency key, on each write that needs one."""
        own = super().get_override_parameters()
        if not getattr(self.view, "needs_key", lambda _method: False)(self.method):
            return own
        key = OpenApiParameter(
            HEADER,
            OpenApiTypes.UUID,
            OpenApiParameter.HEADER,
            required=True,
            description="Made by the client for this act; repeat it to retry without doing twice.",
        )
        return [*own, key]

    def get_auth(self) -> list[Any]:
        """Every operation wants a session: the empty alternative is left out."""
        return [scheme for scheme in super().get_auth() if scheme]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        told = ALWAYS | (ON_WRITE if self.method in WRITING else {})
        told |= getattr(self.view, "more_answers", {})
        for status, description in sorted(told.items()):
            shape = OpenApiResponse(ProblemShape, description=description)
            bodies[str(status)] = self._get_response_for_code(shape, str(status), [MEDIA_TYPE])
        return bodies
