"""« Réglages »: the démarches with how they stand, the page of one, the form of a section."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, SettingsVersion
from supervision.access import administrators_only
from supervision.setup.facts import Names, changes, facts, settings_of
from supervision.setup.frame import MENU, crumbs, live_words, of_procedure, standing
from supervision.setup.preview import preview
from supervision.setup.proposal import Proposal
from supervision.setup.sections import Section, section_of, sections_of
from workflows.engine.procedure import Procedure, registry
from workflows.engine.settings import Settings, as_set, version_in_force


@administrators_only
@require_safe
def settings_list(request: HttpRequest) -> HttpResponse:
    """Every démarche: open or not, which version, who set it last."""
    last = SettingsVersion.objects.order_by("procedure", "-number").distinct("procedure")
    versions = {version.procedure: version for version in last.select_related("by")}
    live = Case.objects.live().values_list("procedure").annotate(n=Count("pk")).order_by()
    counts = dict(live)
    rows = [
        _listed(declared, versions.get(declared.slug), counts.get(declared.slug, 0))
        for declared in registry
    ]
    return render(request, "supervision/settings/list.html", {"rows": rows, **MENU})


def _listed(declared: Procedure, version: SettingsVersion | None, live: int) -> dict[str, Any]:
    own = as_set(declared, settings_of(version.values if version else None))
    return {
        "url": reverse("supervision:procedure_settings", args=[declared.slug]),
        "title": own.title,
        "icon": declared.icon,
        "version": version,
        "live": live_words(live),
        **standing(own),
    }


@of_procedure
@require_safe
def procedure_settings(request: HttpRequest, declared: Procedure) -> HttpResponse:
    """One démarche: each section as it is set, and what was changed of it."""
    version = version_in_force(declared.slug)
    given = settings_of(version.values if version else None)
    names = Names()
    said = facts(declared, given, names)
    touched = {change.section for change in changes(declared, Settings(), given, names)}
    context = {
        "procedure": as_set(declared, given),
        "version": version,
        **standing(as_set(declared, given)),
        **following(declared, version),
        "sections": [
            {
                "section": section,
                "facts": [
                    {"label": fact.label, "value": fact.value}
                    for fact in said
                    if fact.section == section.slug
                ],
                "touched": section.slug in touched,
            }
            for section in sections_of(declared)
        ],
        "crumbs": crumbs(declared),
        **MENU,
    }
    return render(request, "supervision/settings/procedure.html", context)


def following(declared: Procedure, version: SettingsVersion | None) -> dict[str, str]:
    """How many requests under way go by this version, and by former ones."""
    live = Case.objects.live().filter(procedure=declared.slug)
    counts = dict(live.values_list("settings_version").annotate(n=Count("pk")).order_by())
    present = counts.pop(version.pk if version else None, 0)
    former = sum(counts.values())
    return {"live": live_words(present), "former": live_words(former) if former else ""}


@of_procedure
@require_http_methods(["GET", "HEAD", "POST"])
def settings_section(request: HttpRequest, declared: Procedure, section: str) -> HttpResponse:
    """The form of a section; sent, it shows what would change before anything does."""
    found = section_of(declared, section)
    if found is None:
        raise Http404
    version = version_in_force(declared.slug)
    values = version.values if version else {}
    form = found.form(
        request.POST if request.method == "POST" else None,
        declared=declared,
        given=settings_of(values),
        number=version.number if version else 0,
    )
    if request.method == "POST" and "corriger" not in request.POST and form.is_valid():
        own = form.values()
        if found.merged(values, own) != values:
            proposal = Proposal(declared.slug, found.slug, own, form.number)
            seen = request.POST.get("seen", "") == str(form.number)
            return preview(
                request,
                declared,
                proposal,
                version,
                typed=request.POST,
                meanwhile=None if seen else version,
            )
        form.add_error(
            None, _("Rien n’a changé\u00a0: modifiez une valeur, ou revenez en arrière.")
        )
    return _form_page(request, declared, found, form, version)


def _form_page(
    request: HttpRequest, declared: Procedure, section: Section, form, version
) -> HttpResponse:
    values = version.values if version else {}
    context = {
        "procedure": declared,
        "section": section,
        "form": form,
        "groups": form.groups(),
        "touched": any(key in values for key in section.keys),
        "seen": request.POST.get("seen", form.number),
        "crumbs": crumbs(declared, str(section.title)),
        **MENU,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "supervision/settings/section.html", context, status=status)
