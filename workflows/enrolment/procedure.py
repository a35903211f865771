"""Enrolment of a child in an activity: what it is, who acts, within which delays."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.wishes import spoken_days
from cases.models import Case
from cases.models.case import CaseQuerySet
from documents.models import Document
from family.models import Child, SensitiveReading
from workflows.engine.children import deciding_children
from workflows.engine.complement import ASK
from workflows.engine.procedure import (
    Compared,
    Decision,
    FormStep,
    Line,
    PieceAsked,
    Procedure,
    Reason,
    Route,
    Silence,
    Stage,
    Verified,
    registry,
)
from workflows.engine.provisional import FOR_NOW, PROOF_DECISIONS, for_now
from workflows.engine.typed import spoken_day
from workflows.enrolment import (
    against_file,
    checks,
    effects,
    exemption,
    facts,
    forms,
    waiting,
)
from workflows.enrolment.asked import asked, typed_child, typed_group
from workflows.enrolment.flow import EnrolmentFlow

Kind = Document.Kind


@registry.register
class Enrolment(Procedure):
    """Inscription."""

    slug = "inscription"
    title = _("Inscrire un enfant à une activité")
    summary = _(
        "Cantine, accueil du matin et du soir, mercredis, vacances\u00a0: une demande par enfant "
        "et par activité, en cinq minutes."
    )
    prepare = (
        _("un justificatif de domicile de moins d’un an"),
        _("l’attestation d’assurance de l’enfant"),
    )
    icon = "calendar-plus"
    rank = 10
    flow = EnrolmentFlow
    by_place = True
    sla_days = 10
    # Places are limited, so silence refuses after two months (CRPA L231-4, decrees of May 2016).
    silence = Silence(
        accepts=False,
        months=2,
        ground=_("article L.\u00a0231-4 du code des relations entre le public et l’administration"),
    )
    steps = (
        FormStep("enfant", _("Quel enfant voulez-vous inscrire\u00a0?"), forms.ChildForm),
        FormStep("activite", _("À quelle activité\u00a0?"), forms.ActivityForm),
        FormStep("jours", _("Quels jours, à partir de quand\u00a0?"), forms.DaysForm),
        FormStep(
            exemption.STEP,
            _("Pourquoi demander une dérogation\u00a0?"),
            forms.ExemptionForm,
            _(
                "Cette école n’est pas celle de votre secteur. Une responsable du service lit votre "
                "raison et décide avant que la demande soit étudiée\u00a0; sans dérogation, la place "
                "est refusée."
            ),
            applies=exemption.applies,
        ),
        FormStep("accords", _("Vos accords"), forms.EnrolmentConsentsForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start", "verify")),
        Stage(_("Vérification par le service"), ("exemption", "check", "missing")),
        Stage(
            _("Attribution de la place"),
            ("place", "ask_for_proof", "place_for_now", "offer", "enlist"),
        ),
        Stage(_("Document attendu"), ("proof", "look", "at_date", "end_yes", "lapse"), rare=True),
        Stage(_("Réponse"), ("accepted", "waitlisted", "refused", "declined", "abandoned")),
    )
    decisions = {
        "exemption": (
            Decision(
                "grant",
                _("Accorder la dérogation"),
                _("La demande passe à la vérification du dossier."),
                event="exemption_granted",
            ),
            Decision(
                "refuse",
                _("Refuser la dérogation"),
                _("La demande est refusée\u00a0; la famille reçoit le motif et les recours."),
                refuses=True,
            ),
        ),
        "check": (
            Decision(
                "accept",
                _("Accepter le dossier"),
                _(
                    "La place est réservée si elle est libre ; sinon la liste d’attente est proposée."
                ),
                event="file_accepted",
            ),
            FOR_NOW,
            ASK,
            Decision(
                "refuse",
                _("Refuser la demande"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        ),
        "look": PROOF_DECISIONS,
    }
    papers = (
        PieceAsked(Kind.ADDRESS, _("Pour vérifier que vous habitez la commune.")),
        PieceAsked(Kind.INSURANCE, _("Pour couvrir l’enfant pendant l’activité.")),
    )
    # Whoever checks the file must know of a PAI or a diet before a place is given.
    reads = {
        "check": frozenset({SensitiveReading.Section.HEALTH}),
        "exemption": frozenset({SensitiveReading.Section.HEALTH}),  # care may be the reason
    }
    facts = facts.FACTS
    reasons = (
        Reason("residence", _("La famille n’habite pas la commune et les places sont réservées")),
        Reason("age", _("L’âge de l’enfant ne permet pas cet accueil")),
        Reason("school", _("L’activité est réservée aux élèves de l’école")),
        Reason("district", _("L’école n’est pas celle du secteur du domicile")),
        Reason("full", _("L’école demandée n’a pas de place pour d’autres secteurs")),
        Reason("incomplete", _("Le dossier ne permet pas de vérifier la situation")),
        Reason("debt", _("Le règlement intérieur n’est pas respecté")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )

    texts = (_("le règlement de l’activité, accepté avec la demande"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("L’inscription paraît dans l’agenda de l’enfant, sur le portail des familles."),
        ),
        Case.State.WAITLISTED: (
            _(
                "Nous vous écrivons dès qu’une place se libère\u00a0: d’abord les enfants dont un "
                "frère ou une sœur est déjà accueilli au même endroit, puis par date."
            ),
        ),
    }
    in_agenda = True
    why_wait = _("Toutes les places sont prises pour une partie des jours demandés.")

    def prefill(self, case: Case, user: User) -> dict[str, dict]:
        """The child, when the applicant can only mean one."""
        children = deciding_children(case)
        only = list(children[:2])
        return {"enfant": {"child": [str(only[0].public_id)]}} if len(only) == 1 else {}

    def child(self, case: Case) -> Child | None:
        """The child chosen so far, or declared."""
        return case.child or typed_child(case)

    def same_fact(self, case: Case) -> CaseQuerySet:
        """For the same child and the same activity in the same period."""
        group = typed_group(case)
        same = super().same_fact(case)
        return same.filter(data__declared__activite__group=str(group.public_id if group else ""))

    def verified(self, case: Case) -> list[Verified]:
        """Age, documents, another request for the same place."""
        return against_file.verified(case)

    def compared(self, case: Case) -> list[Compared]:
        """School, days, consent to photos."""
        return against_file.compared(case)

    def shown(self, case: Case) -> dict:
        """The rank in the waiting list, for a child who waits; the provisional yes, if any."""
        return {**waiting.shown(case), "for_now": for_now(case)}

    def bind(self, case: Case) -> None:
        """The case is about the declared child."""
        case.child = asked(case).child

    def blockers(self, case: Case) -> list:
        """Age, school, open period, days, enrolment that stands already."""
        return checks.blockers(case)

    def route(self, case: Case) -> Route:
        """To the service of the activity's facility."""
        request = asked(case)
        facility = request.group.activity.facility
        title = f"{request.group.activity.name} · {request.group.period}"
        return Route(service=facility.service, facility=facility, title=title[:200])

    def granted(self, case: Case) -> list[Line]:
        """The place, not what the family agreed to."""
        return [line for line in self.lines(case) if line.step != "accords"]

    def left(self, case: Case) -> None:
        """A place given provisionally is free again."""
        effects.give_back(case)

    def lines(self, case: Case) -> list[Line]:
        """What was declared so far, in words."""
        child, group = typed_child(case), typed_group(case)
        typed = case.data.get("typed", {})
        days = [int(d) for d in typed.get("jours", {}).get("weekdays", []) if d.isdigit()]
        starts = (typed.get("jours", {}).get("starts_on") or [""])[0]
        agreed = typed.get("accords", {})
        photo = _("oui") if agreed.get("photo_allowed") else _("non")
        return [
            Line(_("Enfant"), str(child or ""), "enfant"),
            Line(
                _("Activité"),
                f"{group.activity.name} · {group.activity.facility}" if group else "",
                "activite",
            ),
            Line(_("Période"), str(group.period) if group else "", "activite"),
            Line(_("Jours"), spoken_days(days), "jours"),
            Line(_("À partir du"), spoken_day(starts), "jours"),
            *exemption.lines(case),
            Line(_("Photos autorisées"), str(photo), "accords"),
        ]
