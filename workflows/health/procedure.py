"""The update of a child's health information: what it is, who acts, within which delays."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case
from documents.models import Document
from family.models import Child, SensitiveReading
from workflows.engine.child_step import (
    STEP,
    ChildForm,
    declared_child,
    only_child,
    route_by_child,
    typed_child,
)
from workflows.engine.complement import ASK
from workflows.engine.form_answers import Typed
from workflows.engine.procedure import (
    Compared,
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
from workflows.health import forms, told
from workflows.health.asked import AGREED, CARE, MEAL, PERMITS, VACCINES
from workflows.health.flow import HealthFlow

HEALTH = frozenset({SensitiveReading.Section.HEALTH})
PROVEN = Decision(
    "complete",
    _("Vaccins à jour"),
    _("Le contrôle est noté à votre nom, et le document est effacé (sauf en crèche)."),
)


@registry.register
class Health(Procedure):
    """Informations de santé."""

    slug = "sante"
    title = _("Mettre à jour les informations de santé")
    summary = _(
        "Repas, allergies, vaccins, médecin, autorisations, personnes qui viennent chercher "
        "l’enfant."
    )
    prepare = (
        _("le nom du médecin traitant"),
        _("une photo des pages de vaccination du carnet de santé, si elles ont changé"),
    )
    icon = "heart-pulse"
    rank = 20
    flow = HealthFlow
    by_place = True
    sla_days = 5
    steps = (
        FormStep(STEP, _("Pour quel enfant\u00a0?"), ChildForm),
        FormStep(MEAL, _("Repas et allergies"), forms.MealForm),
        FormStep(CARE, _("Médecin et urgences"), forms.CareForm),
        FormStep(VACCINES, _("Vaccins"), forms.VaccinesForm),
        FormStep(PERMITS, _("Vos autorisations"), forms.PermitsForm),
        FormStep(AGREED, _("Pour finir"), forms.AgreedForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start", "verify")),
        Stage(_("Vérification par le service"), ("check", "missing", "write")),
        Stage(
            _("Contrôle des vaccins, si une preuve est jointe"),
            ("vaccines", "proven", "admit", "awaited", "lapse", "overdue"),
        ),
        Stage(_("Dossier à jour"), ("accepted", "unproven", "refused", "abandoned")),
    )
    papers = (
        PieceAsked(
            Document.Kind.VACCINES,
            _("Regardé par un agent, puis effacé\u00a0: seul le contrôle est gardé."),
        ),
    )
    decisions = {
        "check": (
            Decision(
                "accept",
                _("Mettre à jour le dossier"),
                _("Le dossier est mis à jour\u00a0; la cantine a le nouveau repas dès demain."),
                event="file_accepted",
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser la demande"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        ),
        "vaccines": (
            PROVEN,
            Decision(
                "incomplete",
                _("Il manque un vaccin"),
                _("L’enfant est accueilli trois mois, le temps de le prouver\u00a0: dites lequel."),
                asks_pieces=True,
                suggests=(Document.Kind.VACCINES,),
            ),
        ),
        "overdue": (
            PROVEN,
            Decision(
                "again",
                _("Demander encore une fois"),
                _("La famille est prévenue que le délai légal est passé."),
                asks_pieces=True,
                suggests=(Document.Kind.VACCINES,),
            ),
            Decision(
                "close",
                _("Clore sans preuve"),
                _("La fiche de l’enfant reste «\u00a0vaccins en retard\u00a0»."),
            ),
        ),
    }
    if_late = {"awaited": _("le service décidera de la suite de l’accueil.")}
    reads = {"check": HEALTH, "vaccines": HEALTH, "overdue": HEALTH}
    tells_both = frozenset({"accepted"})
    reasons = (
        Reason(
            "unclear", _("Les informations ne permettent pas d’accueillir l’enfant sans risque")
        ),
        Reason("pai", _("La situation demande un projet d’accueil individualisé (PAI)")),
        Reason("authority", _("Le demandeur ne peut pas décider seul pour l’enfant")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    texts = (_("articles L.\u00a03111-2 et R.\u00a03111-8 du code de la santé publique"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("Le dossier de l’enfant est à jour. La cantine suit le nouveau repas dès demain."),
        ),
    }

    def prefill(self, case: Case, user: User) -> dict[str, dict]:
        """The child, when the applicant can only mean one."""
        return only_child(case)

    def pieces(self, case: Case) -> list[PieceAsked]:
        """The proof of vaccination, when the family says that it joins one."""
        joined = Typed(case).text(VACCINES, "has_proof") == "yes"
        return list(self.papers) if joined else []

    def child(self, case: Case) -> Child | None:
        """The child chosen so far, or declared."""
        return typed_child(case)

    def draft_child(self, case: Case) -> Child | None:
        """Health is in the draft already: only who decides for this child may open it."""
        return typed_child(case)

    def bind(self, case: Case) -> None:
        """The case is about the declared child."""
        case.child = declared_child(case)

    def route(self, case: Case) -> Route:
        """To the service of the place that receives the child; the title says nothing of health."""
        return route_by_child(case, self.title)

    def lines(self, case: Case) -> list[Line]:
        """What was declared so far."""
        return told.lines(case)

    def verified(self, case: Case) -> list[Verified]:
        """Another update of the same child."""
        return told.verified(case)

    def compared(self, case: Case) -> list[Compared]:
        """What was declared against the record."""
        return told.compared(case)
