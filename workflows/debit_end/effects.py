"""What a revocation changes: the mandate ends on its day."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from billing import mandates
from cases.models import Case
from workflows.engine.step import Refused

STEP = "date"
NONE = _("Aucun mandat de prélèvement n’est en place\u00a0: il n’y a rien à arrêter.")


def end_of(case: Case) -> date | None:
    """The day from which nothing is debited any more, as declared."""
    declared = case.data.get("declared", {}).get(STEP)
    return date.fromisoformat(declared["ends_on"]) if declared else None


def revoke(case: Case) -> None:
    """End what stands. Two requests sent at once: the second finds nothing left."""
    day = end_of(case) or localdate()
    if case.household is None or not mandates.revoke(case.household, day):
        raise Refused([NONE])
