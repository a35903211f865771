"""Publishing a change as the next version, going back to the origin or to a former version."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import SettingsVersion
from cases.paging import page_of
from supervision.setup.facts import Names, changes, settings_of
from supervision.setup.frame import MENU, crumbs, of_procedure
from supervision.setup.preview import by_section, preview
from supervision.setup.proposal import Proposal
from supervision.setup.sections import section_of
from workflows.engine.procedure import Procedure
from workflows.engine.settings import OutOfDate, save_settings, version_in_force

NOTE = 300  # characters
SHOWN = 20


@of_procedure
@require_POST
def publish(request: HttpRequest, declared: Procedure) -> HttpResponse:
    """Write the next version. What somebody else published meanwhile is shown first."""
    proposal = Proposal.read(request.POST.get("proposed", ""), declared.slug)
    if proposal is None:
        messages.info(request, _("Cette page n’est plus valable\u00a0: reprenez votre changement."))
        return redirect("supervision:procedure_settings", declared.slug)
    version = version_in_force(declared.slug)
    note = request.POST.get("note", "").strip()
    error = _wrong(note)
    if error:
        return preview(request, declared, proposal, version, typed=request.POST, error=error)
    try:
        values = proposal.values(declared, version)
        saved = save_settings(
            declared.slug, values, after=proposal.after, by=request.user, note=note
        )
    except OutOfDate as other:
        return _told_of(request, declared, proposal, other)
    words = _("Version %(number)d publiée\u00a0: les nouvelles demandes la suivent.")
    messages.success(request, words % {"number": saved.number})
    return redirect("supervision:procedure_settings", declared.slug)


def _wrong(note: str) -> str:
    if not note:
        return _("Dites pourquoi en quelques mots\u00a0: qui relira ce changement le lira.")
    return _("Restez sous 300 caractères.") if len(note) > NOTE else ""


def _told_of(
    request: HttpRequest, declared: Procedure, proposal: Proposal, other: OutOfDate
) -> HttpResponse:
    """Published already, by this very press or by somebody else, who is named."""
    version = other.version
    if version and proposal.values(declared, version) == version.values:
        messages.info(request, _("C’est déjà publié\u00a0: rien n’a été fait deux fois."))
        return redirect("supervision:procedure_settings", declared.slug)
    return preview(request, declared, proposal, version, typed=request.POST, meanwhile=version)


@of_procedure
@require_POST
def reset_section(request: HttpRequest, declared: Procedure, section: str) -> HttpResponse:
    """Show what going back to the origin would change."""
    if section_of(declared, section) is None:
        raise Http404
    version = version_in_force(declared.slug)
    proposal = Proposal(
        declared.slug,
        section,
        {},
        version.number if version else 0,
        _("Retour aux valeurs d’origine"),
    )
    return preview(request, declared, proposal, version)


@of_procedure
@require_safe
def versions(request: HttpRequest, declared: Procedure) -> HttpResponse:
    """Every version, the newest first, with what it changed."""
    rows = SettingsVersion.objects.filter(procedure=declared.slug)
    page = page_of(rows.select_related("by"), request.GET, order=("-number",), size=SHOWN)
    numbers = [version.number - 1 for version in page.rows]
    before = dict(rows.filter(number__in=numbers).values_list("number", "values"))
    names, last = Names(), version_in_force(declared.slug)
    context = {
        "procedure": declared,
        "rows": [
            {
                "version": version,
                "current": last is not None and version.pk == last.pk,
                "changes": by_section(
                    declared,
                    changes(
                        declared,
                        settings_of(before.get(version.number - 1)),
                        settings_of(version.values),
                        names,
                    ),
                ),
            }
            for version in page.rows
        ],
        "previous_url": page.previous,
        "next_url": page.next,
        "crumbs": crumbs(declared, _("Versions")),
        **MENU,
    }
    return render(request, "supervision/settings/versions.html", context)


@of_procedure
@require_POST
def restore(request: HttpRequest, declared: Procedure, number: int) -> HttpResponse:
    """Show what going back to a former version would change; 0 is as delivered."""
    version = version_in_force(declared.slug)
    former = {}
    if number:
        rows = SettingsVersion.objects.filter(procedure=declared.slug)
        former = get_object_or_404(rows, number=number).values
    if version is None or former == version.values:
        messages.info(request, _("Cette version est déjà celle en vigueur."))
        return redirect(reverse("supervision:settings_versions", args=[declared.slug]))
    words = _("Retour à la version %(number)d") % {"number": number}
    note = words if number else _("Retour aux valeurs d’origine")
    proposal = Proposal(declared.slug, "", former, version.number, note)
    return preview(request, declared, proposal, version)
