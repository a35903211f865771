"""A card to borrow books, for a child."""

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from workflows.library_card.answers import CardReady
from workflows.library_card.flow import LibraryCardFlow
from workflows.library_card.forms import DESKS, LENDS, STEP, CardForm

from cases.models import Case
from documents.models import Document
from family.models import Child
from town.naming import service_called
from workflows.engine.answers import last_answers
from workflows.engine.child_step import STEP as CHILD
from workflows.engine.child_step import ChildForm, declared_child, only_child, typed_child
from workflows.engine.complement import ASK
from workflows.engine.procedure import (
    Decision,
    FormStep,
    Line,
    PieceAsked,
    Procedure,
    Reason,
    Route,
    Stage,
    Verified,
    registry,
)
from workflows.engine.typed import spoken_day, typed


@registry.register
class LibraryCard(Procedure):
    """Carte de bibliothèque."""

    slug = "carte-bibliotheque"
    title = _("Demander une carte de bibliothèque")
    summary = _("Une carte gratuite pour emprunter des livres, prête en trois jours.")
    prepare = (_("un justificatif de domicile, si la ville n’en a pas déjà un"),)
    icon = "file-text"
    flow = LibraryCardFlow
    sla_days = 3
    steps = (
        FormStep(CHILD, _("Pour quel enfant\u00a0?"), ChildForm),
        FormStep(STEP, _("Quelle carte\u00a0?"), CardForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start", "verify")),
        Stage(_("La bibliothèque prépare la carte"), ("check", "missing", "draw")),
        Stage(_("Carte prête"), ("accepted", "refused", "abandoned")),
    )
    decisions = {
        "check": (
            Decision(
                "accept",
                _("La carte est prête"),
                _("La famille lit son numéro et où la chercher."),
                asks=CardReady,
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser la carte"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        )
    }
    reasons = (
        Reason("late", _("Des livres empruntés ne sont pas rendus")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    next_steps = {
        Case.State.ACCEPTED: (_("Venez la chercher avec une pièce d’identité."),),
    }

    def prefill(self, case: Case, user) -> dict[str, dict]:
        """The child, when the applicant can only mean one."""
        return only_child(case)

    def pieces(self, case: Case) -> list[PieceAsked]:
        """Cards are free for who lives in the town."""
        return [PieceAsked(Document.Kind.ADDRESS, _("La carte est réservée aux habitants."))]

    def child(self, case: Case) -> Child | None:
        """The child chosen so far."""
        return typed_child(case)

    def bind(self, case: Case) -> None:
        """The case is about the declared child."""
        case.child = declared_child(case)

    def route(self, case: Case) -> Route:
        """To the library; to the service that welcomes families in a town without."""
        title = now_("Carte de bibliothèque · %(child)s") % {"child": case.child}
        return Route(service=service_called("bibliotheque"), facility=None, title=title)

    def lines(self, case: Case) -> list[Line]:
        """The child, the desk, what is lent."""
        desk, lends = typed(case, STEP, "desk"), typed(case, STEP, "lends")
        return [
            Line(_("Enfant"), str(self.child(case) or ""), CHILD),
            Line(_("Bibliothèque"), str(DESKS.get(desk, "")), STEP),
            Line(_("Pour emprunter"), str(LENDS.get(lends, "")), STEP),
        ]

    def verified(self, case: Case) -> list[Verified]:
        """A card that the child has already."""
        found = case.data.get("cards", [])
        if not found:
            return [Verified(True, _("Aucune carte à ce nom"))]
        return [Verified(False, now_("Carte déjà donnée\u00a0: %(card)s") % {"card": found[0]})]

    def replied(self, case: Case) -> list[Line]:
        """The number, and from when."""
        day = last_answers(case, "accept").get("ready_on")
        if not day:
            return []
        return [
            Line(_("Numéro de carte"), case.data["card"]),
            Line(_("Prête à partir du"), spoken_day(day)),
        ]
