"""What stops a year's file, and what the machine verifies for the agents."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from activities.offer import fits
from activities.wishes import faults
from cases.models import Case
from cases.recording import record
from workflows.engine import place_checks
from workflows.engine.procedure import Verified
from workflows.school_year.asked import parts
from workflows.school_year.papers import insured


def blockers(case: Case) -> list[str]:
    """Why the file cannot be sent, wish by wish."""
    today = localdate()
    return [
        f"{each.name}\u00a0: {line}" for each in parts(case) for line in faults(each.wish, today)
    ]


def verify(case: Case) -> None:
    """Leave the agents a list of what was verified."""
    fitting = all(fits(each.wish.group, each.wish.child) for each in parts(case))
    checks = place_checks.found(case, fits=fitting)
    names = [child.first_name for child in insured(case)]
    checks.insert(2, {"code": "insured", "ok": True, "names": names})
    case.data["checks"] = checks
    record(case, "checked")


def verified(case: Case) -> list[Verified]:
    """The same, in words."""
    return [found for check in case.data.get("checks", []) if (found := _in_words(check))]


def _in_words(check: dict) -> Verified | None:
    if check["code"] == "insured":
        words = _("Attestation d’assurance valable au dossier\u00a0: %(names)s")
        names = ", ".join(check["names"])
        return Verified(True, words % {"names": names}) if names else None
    return place_checks.in_words(
        check,
        alone=_("Aucun autre dossier pour cette année"),
        twin=_("Un autre dossier est en cours"),
    )
