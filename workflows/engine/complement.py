"""Asking the family for what is missing: the same loop in every démarche that has it."""

from django.utils.translation import gettext_lazy as _

from workflows.engine.nodes import Family
from workflows.engine.procedure import Decision

ASK = Decision(
    "complement",
    _("Demander un complément"),
    _("La famille est prévenue\u00a0; le délai s’arrête jusqu’à sa réponse."),
    asks_pieces=True,
)


def complement(days: int = 30) -> Family:
    """The family's step: reminded twice, its answer goes back to the town."""
    return Family(
        _("Compléter la demande"),
        opens="complement_asked",
        closes={"answered": "answered"},
        days=days,
        remind=(7, 20),
    )
