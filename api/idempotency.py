"""`Idempotency-Key`: the client's id of a write, which is the engine's id of the act.

A repeated key answers with what the first request made, as it stands now, and does nothing;
the same key on another request is a mistake of the client, told as such.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.models import KeptKey
from api.problems import Conflict

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=30)


def key_of(request: Request) -> UUID:
    """The request's key; a ValidationError when it has none or one that is no UUID."""
    try:
        return UUID(request.headers.get(HEADER, ""))
    except ValueError:
        raise ValidationError({HEADER: [_("Un UUID est attendu.")]}) from None


def once(request: Request, act: Callable[[UUID], str]) -> str:
    """Run `act` with the key, unless this person has run it; the name of what was made.

    One transaction holds the key and the act: both stand or neither.
    """
    key = key_of(request)
    try:
        with transaction.atomic():
            kept, fresh = KeptKey.objects.get_or_create(
                user=request.user, key=key, defaults={"fingerprint": fingerprint(request)}
            )
            if fresh:
                kept.made = act(key)
                kept.save(update_fields=["made"])
    except IntegrityError as error:
        if _is_act(error):  # the engine knows this id, from another case
            raise _reused() from error
        raise
    if not fresh and kept.fingerprint != fingerprint(request):
        raise _reused()
    return kept.made


def fingerprint(request: Request) -> str:
    """A digest of what is asked: method, address, values and the bytes of files."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if not hasattr(request.data, "items"):
        digest.update(_canonical(request.data))
        return digest.hexdigest()
    for name, value in sorted(request.data.items()):
        digest.update(_canonical(name))
        if not hasattr(value, "chunks"):
            digest.update(_canonical(value))
            continue
        for chunk in value.chunks():
            digest.update(chunk)
        value.seek(0)
    return digest.hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, default=str).encode()


def _is_act(error: IntegrityError) -> bool:
    diagnostic = getattr(error.__cause__, "diag", None)
    return "_act_" in (getattr(diagnostic, "constraint_name", None) or "")


def _reused() -> Conflict:
    title = _("Cette clé d’idempotence a déjà servi à une autre requête.")
    return Conflict("key-reused", title, status=422)


def forget_old_keys() -> int:
    """Delete the keys that nobody will repeat any more; returns how many."""
    deleted, _rows = KeptKey.objects.filter(at__lt=now() - KEPT_FOR).delete()
    return deleted
