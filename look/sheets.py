"""Several small style sheets sent as one: a phone asks once instead of six times.

The sources stay one subject a file, and nothing has to be built: the first request joins them,
and the address carries what they hold, so that browsers keep the answer for good.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

BASE = ("reboot", "tokens", "components", "forms", "cases")
SHEETS = {"portal": (*BASE, "portal"), "desk": (*BASE, "desk"), "plain": BASE}
A_YEAR = 365 * 24 * 3600
REFERENCE = re.compile(r'url\("\.\./([^"]+)"\)')


def joined(name: str) -> str:
    """The sheets of one audience, in order, their references made absolute. KeyError if unknown."""
    return "\n".join(_source(part) for part in SHEETS[name])


def _source(part: str) -> str:
    found = finders.find(f"css/{part}.css")
    if not isinstance(found, str):
        raise FileNotFoundError(f"css/{part}.css")
    text = Path(found).read_text(encoding="utf-8")
    return REFERENCE.sub(lambda match: f'url("{static(match[1])}")', text)


@lru_cache(maxsize=len(SHEETS))
def _kept(name: str) -> tuple[str, str]:
    text = joined(name)
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]


def address(name: str) -> str:
    """Where the sheet of an audience is, with the mark of what it holds now."""
    return reverse("sheet", args=[name, _kept(name)[1]])


@login_not_required
@require_safe
def sheet(request: HttpRequest, name: str, mark: str) -> HttpResponse:
    """The joined sheet; an old mark (a page kept open over a new version) gets today's."""
    if name not in SHEETS:
        raise Http404
    text, now = _kept(name)
    seconds = A_YEAR if mark == now else 60
    headers = {"Cache-Control": f"public, max-age={seconds}, immutable"}
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)
