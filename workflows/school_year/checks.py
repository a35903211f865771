"""What stops a year's file, and what the machine verifies for the agents."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.offer import fits
from activities.wishes import faults
from cases.models import Case, Piece
from cases.recording import record
from workflows.engine.procedure import Verified
from workflows.engine.twins import twins
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
    twin = twins(case).values_list("reference", flat=True).first() or ""
    missing = case.pieces.filter(state=Piece.State.ASKED).count()
    case.data["checks"] = [
        {"code": "age", "ok": all(fits(p.wish.group, p.wish.child) for p in parts(case))},
        {"code": "pieces", "ok": not missing, "count": missing},
        {"code": "insured", "ok": True, "names": [c.first_name for c in insured(case)]},
        {"code": "twin", "ok": not twin, "reference": twin},
    ]
    record(case, "checked")


def verified(case: Case) -> list[Verified]:
    """The same, in words."""
    return [found for check in case.data.get("checks", []) if (found := _in_words(check))]


def _in_words(check: dict) -> Verified | None:
    ok, code = check["ok"], check["code"]
    if code == "age":
        good, bad = _("L’âge et l’école conviennent"), _("L’âge ou l’école ne conviennent pas")
        return Verified(ok, good if ok else bad)
    if code == "insured":
        words = _("Attestation d’assurance valable au dossier\u00a0: %(names)s")
        names = ", ".join(check["names"])
        return Verified(ok, words % {"names": names}) if names else None
    if code == "pieces":
        missing = check.get("count", 0)
        words = ngettext(
            "%(n)d document manquait à l’envoi", "%(n)d documents manquaient à l’envoi", missing
        )
        good = _("Tous les documents étaient joints")
        return Verified(ok, good if ok else words % {"n": missing})
    good, bad = _("Aucun autre dossier pour cette année"), _("Un autre dossier est en cours")
    return Verified(ok, good if ok else bad, check.get("reference", ""))
