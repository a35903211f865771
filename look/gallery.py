"""The gallery: each component in its states, and whole pages composed of them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from look import samples

# what each sample page is drawn from, beside what all share
SAMPLES: dict[str, dict[str, Any]] = {
    "home": {},
    "case": {},
    "receipt": {},
    "step": {"form": samples.SampleForm},
    "front": {"sign_in": samples.SampleSignIn, "places": [], "person": {}},
    "inbox": {"places": samples.DESK_PLACES, "person": samples.AGENT},
    "tower": {"places": samples.DESK_PLACES, "person": samples.AGENT},
}
_SHARED = (
    "site",
    "cases",
    "children",
    "steps",
    "thread",
    "desk_thread",
    "papers",
    "facts",
)
_SHARED += ("differences", "decisions", "views", "tasks", "figures", "medians", "ages")
_SHARED += ("crumbs", "tabs", "keys", "balance", "long_name", "at")


def _context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """The sample family, seen by the parent, in the theme that the address asks for."""
    context: dict[str, Any] = {name: getattr(samples, name.upper()) for name in _SHARED}
    context |= {
        "places": samples.FAMILY_PLACES,
        "person": samples.PARENT,
        "messages": [],
    }
    theme = request.GET.get("theme")
    return {**context, **more, "theme": theme if theme in ("light", "dark") else None}


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Each component in its states, one after the other."""
    forms = {
        "form": samples.SampleForm(),
        "wrong_form": samples.SampleForm({}, prefix="wrong"),
    }
    return render(request, "components/gallery.html", _context(request, **forms))


@login_not_required
def sample(request: HttpRequest, sample: str) -> HttpResponse:
    """One whole page, composed as a real one would be."""
    if sample not in SAMPLES:
        raise Http404
    own = {name: made() if callable(made) else made for name, made in SAMPLES[sample].items()}
    return render(request, f"components/samples/{sample}.html", _context(request, **own))
