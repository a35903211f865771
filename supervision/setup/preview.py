"""What a change does, before it is published: line by line, and as families will see it."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, SettingsVersion
from supervision.setup.facts import Change, Names, changes, settings_of
from supervision.setup.frame import MENU, crumbs, standing
from supervision.setup.proposal import Proposal
from supervision.setup.sections import sections_of
from workflows.engine.procedure import Procedure
from workflows.engine.settings import as_set

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "proposed", "note", "corriger"})


def preview(
    request: HttpRequest,
    declared: Procedure,
    proposal: Proposal,
    version: SettingsVersion | None,
    *,
    typed: QueryDict | None = None,
    error: str = "",
    meanwhile: SettingsVersion | None = None,
) -> HttpResponse:
    """The page that publishes. `typed` is what the section's form held: it goes back to it.

    `meanwhile` is what somebody else published since the change was begun.
    """
    before = settings_of(version.values if version else None)
    after = settings_of(proposal.values(declared, version))
    own = as_set(declared, after)
    live = Case.objects.filter(procedure=declared.slug)
    context = {
        "procedure": own,
        "declared": declared,
        "proposed": proposal.over(version).signed(),
        "note": request.POST.get("note", proposal.note),
        "error": error,
        "meanwhile": meanwhile,
        "changes": by_section(declared, changes(declared, before, after, Names())),
        "kept": live.live().count(),
        "drafts": live.drafts().count(),
        "typed": _hidden(typed),
        "back": _form_of(declared, proposal),
        **standing(own),
        "crumbs": crumbs(declared, _("Avant de publier")),
        **MENU,
    }
    status = 422 if error else 409 if meanwhile else 200
    return render(request, "supervision/settings/preview.html", context, status=status)


def _form_of(declared: Procedure, proposal: Proposal) -> str:
    if not proposal.section:
        return reverse("supervision:settings_versions", args=[declared.slug])
    return reverse("supervision:settings_section", args=[declared.slug, proposal.section])


def _hidden(typed: QueryDict | None) -> list[tuple[str, str]]:
    """What was typed, for the form that it came from."""
    lists: Iterable[tuple[str, list]] = typed.lists() if typed else ()
    return [(name, value) for name, values in lists if name not in NOT_TYPED for value in values]


def by_section(declared: Procedure, found: list[Change]) -> list[Mapping[str, Any]]:
    """The changes under the names of their sections, in the page's order."""
    titles = {section.slug: section.title for section in sections_of(declared)}
    order = list(titles)
    shown = sorted(
        (change for change in found if change.section in titles),
        key=lambda change: order.index(change.section),
    )
    return [
        {"title": titles[slug], "changes": list(group)}
        for slug, group in groupby(shown, key=lambda change: change.section)
    ]
