"""The projet d’accueil individualisé (PAI): what it is, who acts, within which delays."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case
from documents.models import Document
from family.models import Child, SensitiveReading
from workflows.care_plan import forms, told
from workflows.care_plan.flow import CarePlanFlow
from workflows.care_plan.told import AGREED, MEETING, NEEDS
from workflows.engine.child_step import (
    STEP,
    ChildForm,
    declared_child,
    only_child,
    route_by_child,
    typed_child,
)
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

HEALTH = frozenset({SensitiveReading.Section.HEALTH})


@registry.register
class CarePlanProcedure(Procedure):
    """PAI."""

    slug = "pai"
    title = _("Demander un projet d’accueil individualisé (PAI)")
    summary = _(
        "Allergie, traitement, gestes à connaître\u00a0: préparer l’accueil de l’enfant à l’école, "
        "à la cantine et dans nos activités."
    )
    prepare = (
        _("le protocole rempli par le médecin"),
        _("l’ordonnance, si un médicament doit être donné"),
        _("vos disponibilités pour une réunion"),
    )
    icon = "shield-check"
    rank = 25
    flow = CarePlanFlow
    by_place = True
    sla_days = 30
    steps = (
        FormStep(STEP, _("Pour quel enfant\u00a0?"), ChildForm),
        FormStep(NEEDS, _("De quoi l’enfant a-t-il besoin\u00a0?"), forms.NeedsForm),
        FormStep(MEETING, _("Quand nous réunir\u00a0?"), forms.MeetingForm),
        FormStep(AGREED, _("Vos accords"), forms.AgreedForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start", "verify")),
        Stage(_("Étude par le service"), ("check", "missing")),
        Stage(_("Réunion"), ("convene", "meeting")),
        Stage(_("PAI en place"), ("put_in_place", "accepted", "refused", "abandoned")),
    )
    papers = (
        PieceAsked(  # without it there is nothing to agree on
            Document.Kind.PAI,
            _("Rempli par le médecin. Seuls ceux qui préparent l’accueil l’ouvrent."),
            blocking=True,
        ),
    )
    decisions = {
        "check": (
            Decision(
                "meet",
                _("Fixer la réunion"),
                _("Les deux parents lisent le jour et le lieu, et sont prévenus par e-mail."),
                asks=forms.WhenAndWhere,
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser la demande"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        ),
        "meeting": (
            Decision(
                "sign",
                _("Le PAI est signé"),
                _("Il est en place dès aujourd’hui\u00a0; la cantine le suit dès demain."),
                asks=forms.Signed,
            ),
            Decision(
                "move",
                _("Changer la date de la réunion"),
                _("Les deux parents sont prévenus du nouveau jour."),
                asks=forms.WhenAndWhere,
            ),
            Decision(
                "refuse",
                _("Ne pas mettre de PAI en place"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        ),
    }
    reads = {"check": HEALTH, "meeting": HEALTH}
    tells_both = frozenset({"meeting_set", "accepted"})
    reasons = (
        Reason("not_needed", _("L’accueil ordinaire suffit à l’enfant, d’un commun accord")),
        Reason("papers", _("Le document du médecin ne permet pas de préparer l’accueil")),
        Reason("authority", _("Le demandeur ne peut pas décider seul pour l’enfant")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    texts = (_("circulaire du 10 février 2021 relative au projet d’accueil individualisé"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("Le PAI vaut pour tout le niveau scolaire. Nous vous prévenons avant son terme."),
        ),
    }

    def prefill(self, case: Case, user: User) -> dict[str, dict]:
        """The child, when the applicant can only mean one."""
        return only_child(case)

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
        """To the service of the place that receives the child."""
        return route_by_child(case, _("Projet d’accueil"))

    def lines(self, case: Case) -> list[Line]:
        """What was declared so far."""
        return told.lines(case)

    def settled(self, case: Case) -> list[Line]:
        """The meeting and the review."""
        return told.settled(case)

    def verified(self, case: Case) -> list[Verified]:
        """Another request for the same child."""
        return told.verified(case)
