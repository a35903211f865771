"""What the machine verifies: what stops a submission, and what it tells the agent."""

from django.utils.translation import gettext as _

from activities.models import PlaceRequest
from cases.models import Case, Piece
from cases.recording import record
from workflows.creche.asked import Asked, asked
from workflows.creche.forms import OLDEST
from workflows.engine.procedure import Verified


def blockers(case: Case) -> list[str]:
    """Reasons for which this request cannot be sent, all at once, in plain French."""
    request = asked(case)
    found = []
    if request.child.months_on(request.starts_on) >= OLDEST:
        found.append(
            _("À cette date, %(child)s aura l’âge d’aller à l’école.")
            % {"child": request.child.first_name}
        )
    if standing(request):
        found.append(
            _("%(child)s est déjà en liste d’attente.") % {"child": request.child.first_name}
        )
    return found


def standing(request: Asked) -> bool:
    """Whether the child is in the list already."""
    states = [PlaceRequest.State.LISTED, PlaceRequest.State.OFFERED]
    return PlaceRequest.objects.filter(child=request.child, state__in=states).exists()


def lives_here(case: Case, request: Asked) -> bool:
    """Whether the home on file is in the town of the facilities."""
    home, where = case.household, request.facilities
    return bool(home and where and _place(home) == _place(where[0]))


def _place(address) -> tuple[str, str]:
    return address.postcode, address.city.casefold()


def verify(case: Case) -> None:
    """Leave the agent a list of what was verified, so that he or she looks at the rest."""
    request = asked(case)
    missing = case.pieces.filter(state=Piece.State.ASKED).count()
    twin = Case.objects.live().filter(procedure=case.procedure, child=request.child)
    reference = twin.exclude(pk=case.pk).values_list("reference", flat=True).order_by("pk").first()
    case.data["checks"] = [
        {"code": "home", "ok": lives_here(case, request)},
        {"code": "pieces", "ok": not missing},
        {"code": "twin", "ok": not reference, "reference": reference or ""},
    ]
    record(case, "checked")


def verified(case: Case) -> list[Verified]:
    """The machine's findings at submission, in words."""
    words = {
        "home": (_("Le foyer habite la commune"), _("L’adresse du dossier est hors de la commune")),
        "pieces": (_("Tous les documents étaient joints"), _("Des documents manquaient à l’envoi")),
        "twin": (
            _("Aucune autre demande pour cet enfant"),
            _("Une autre demande est en cours pour cet enfant"),
        ),
    }
    return [
        Verified(check["ok"], words[check["code"]][not check["ok"]], check.get("reference", ""))
        for check in case.data.get("checks", [])
    ]
