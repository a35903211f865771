"""What an administrator looks at in the morning: is anything stuck, late or unsent."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import CaseEvent, Wait
from cases.stuck import violations
from supervision.access import administrators_only
from workflows.engine import failing

UNSENT_AFTER = timedelta(minutes=10)
OVERDUE_AFTER = timedelta(minutes=10)


@administrators_only
@require_safe
def upkeep(request: HttpRequest) -> HttpResponse:
    """Figures of the machinery only: an administrator opens no family's file by that alone."""
    figures = [
        {
            "label": _("Dossiers bloqués"),
            "number": len({found.reference for found in violations()}),
            "sentence": _("demandes sans étape, sans file ou sans date"),
        },
        {
            "label": _("Travaux en échec"),
            "number": sum(failing.counts().values()),
            "sentence": _("traitements, échéances et e-mails tentés plusieurs fois sans succès"),
            "href": reverse("supervision:failed_work"),
        },
        {
            "label": _("E-mails en attente"),
            "number": _unsent(),
            "sentence": _("événements à annoncer depuis plus de dix minutes"),
        },
        {
            "label": _("Échéances en attente"),
            "number": _overdue(),
            "sentence": _("rappels ou délais passés que le minuteur n’a pas encore traités"),
        },
    ]
    context = {"figures": figures, "at": now(), "menu_place": "supervision:upkeep"}
    return render(request, "supervision/upkeep.html", context)


def _unsent() -> int:
    return CaseEvent.objects.filter(deliver_after__lt=now() - UNSENT_AFTER).count()


def _overdue() -> int:
    return Wait.objects.filter(wake_at__lt=now() - OVERDUE_AFTER).count()
