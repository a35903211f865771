"""Errors as RFC 9457 problems, one shape for all of them, whoever raised them."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from documents.refusal import RefusedFile
from documents.store import StoreUnavailable
from workflows.engine.acts import Refused
from workflows.engine.drafts import Incomplete
from workflows.engine.step import Reserved, Stale, TakenBy

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TYPES = "urn:espace-familles:"


class ProblemShape(serializers.Serializer):
    """What every error looks like."""

    type = serializers.CharField(help_text="`about:blank`, or a URN that names the error.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong, field by field.",
    )
    messages = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="All that stops the act, at once."
    )
    steps = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Steps of the form to go back to."
    )
    owner = serializers.CharField(required=False, help_text="The colleague who has the task.")

    class Meta:
        ref_name = "Problem"


class Conflict(exceptions.APIException):
    """A problem with a name of its own; raised by the API's own rules."""

    status_code = 409

    def __init__(self, name: str, title: str, status: int = 409) -> None:
        self.name, self.title, self.status_code = name, title, status
        super().__init__(title)


def problem(status: int, title: str, *, name: str = "", **more: Any) -> Response:
    """A problem answer. `more` keeps only what is given."""
    body = {
        "type": TYPES + name if name else "about:blank",
        "title": title,
        "status": status,
        **{key: value for key, value in more.items() if value},
    }
    return Response(body, status=status, content_type=MEDIA_TYPE)


def answer(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: every error becomes a problem, and undoes the request's writes."""
    set_rollback()
    for kinds, tell in TOLD:
        if isinstance(error, kinds):
            return tell(error)
    return _unforeseen(error, context)


def _unforeseen(error: Exception, context: dict[str, Any]) -> Response:
    """A fault of ours: told to the log, never to the caller."""
    view, request = context.get("view"), context.get("request")
    got_request_exception.send(sender=type(view), request=getattr(request, "_request", None))
    logger.exception("the API failed in %s", type(view).__name__, exc_info=error)
    return problem(500, _("Une erreur est survenue de notre côté."))


def _refused(error: Refused) -> Response:
    words = [str(message) for message in error.messages]
    title = _("La demande ne peut pas être faite ainsi.")
    return problem(422, title, name="refused", messages=words)


def _incomplete(error: Incomplete) -> Response:
    title = _("Des étapes du formulaire sont à compléter.")
    return problem(422, title, name="incomplete", steps=error.steps)


def _taken(error: TakenBy) -> Response:
    return problem(409, _("Un collègue a pris cette tâche."), name="taken", owner=str(error.owner))


def _stale(_error: Stale) -> Response:
    title = _("C’est déjà fait\u00a0: la demande a avancé entre-temps.")
    return problem(409, title, name="stale")


def _file(error: RefusedFile) -> Response:
    title = _("Ce fichier n’a pas été accepté.")
    return problem(422, title, name="file-refused", messages=error.messages)


def _store(error: StoreUnavailable) -> Response:
    return problem(503, str(error), name="store-unavailable")


def _missing(_error: Exception) -> Response:
    return problem(404, _("Introuvable."))


def _forbidden(_error: Exception) -> Response:
    return problem(403, _("Vous n’avez pas le droit de faire cela."))


def _too_big(_error: Exception) -> Response:
    return problem(413, _("La requête est trop volumineuse."))


def _malformed(_error: Exception) -> Response:
    return problem(400, _("La requête est mal formée."))


def _invalid(error: exceptions.ValidationError) -> Response:
    title = _("Des valeurs sont à corriger.")
    return problem(400, title, name="invalid", errors=flattened(error.detail))


def _conflict(error: Conflict) -> Response:
    return problem(error.status_code, error.title, name=error.name)


def _http(error: exceptions.APIException) -> Response:
    told = problem(error.status_code, str(error.detail))
    if header := getattr(error, "auth_header", ""):
        told["WWW-Authenticate"] = header
    if (wait := getattr(error, "wait", None)) is not None:
        told["Retry-After"] = str(int(wait) + 1)
    return told


TOLD: list[tuple[Any, Callable]] = [
    (Refused, _refused),
    (Incomplete, _incomplete),
    (TakenBy, _taken),
    (Reserved, _forbidden),
    (Stale, _stale),
    (RefusedFile, _file),
    (StoreUnavailable, _store),
    (Conflict, _conflict),
    (exceptions.ValidationError, _invalid),
    ((Http404, exceptions.NotFound), _missing),
    (PermissionDenied, _forbidden),
    (RequestDataTooBig, _too_big),
    (SuspiciousOperation, _malformed),
    (exceptions.APIException, _http),
]


def flattened(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Field errors by their path: `answers.child`; those of no field under `request`."""
    if isinstance(detail, Mapping):
        return _merged(detail.items(), path)
    if isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        return _merged(enumerate(detail), path)
    lines = detail if isinstance(detail, list) else [detail]
    return {path or "request": [str(line) for line in lines]} if lines else {}


def _merged(items: Any, path: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in items:
        part = "request" if key == "non_field_errors" else str(key)
        found |= flattened(value, f"{path}.{part}" if path else part)
    return found


class Nowhere(APIView):
    """Every address under the API that is none: the same problem as a thing one may not see."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    schema = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Any method at all is answered 404."""
        self.http_method_names = []
        return super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """There is nothing here to allow a method on."""
        raise Http404
