"""What the machine verifies of any request for places: kept as codes, said in words to the agent."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Piece
from workflows.engine.procedure import Verified
from workflows.engine.twins import twins


def found(case: Case, *, fits: bool) -> list[dict]:
    """Age and school, documents, another request for the same; the case keeps it as it is."""
    twin = twins(case).values_list("reference", flat=True).first() or ""
    missing = case.pieces.filter(state=Piece.State.ASKED).count()
    return [
        {"code": "age", "ok": fits},
        {"code": "pieces", "ok": not missing, "count": missing},
        {"code": "twin", "ok": not twin, "reference": twin},
    ]


def in_words(check: dict, *, alone: str, twin: str) -> Verified:
    """One of these; `alone` and `twin` say what another request would be about."""
    ok, code = check["ok"], check["code"]
    if code == "age":
        good, bad = _("L’âge et l’école conviennent"), _("L’âge ou l’école ne conviennent pas")
        return Verified(ok, good if ok else bad)
    if code == "pieces":
        missing = check.get("count", 0)
        words = ngettext(
            "%(n)d document manquait à l’envoi", "%(n)d documents manquaient à l’envoi", missing
        )
        good = _("Tous les documents étaient joints")
        return Verified(ok, good if ok else words % {"n": missing})
    return Verified(ok, alone if ok else twin, check.get("reference", ""))
