"""The appeal to the mayor (recours gracieux) against a decision of less than two months."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from documents.models import Document
from family.models import Adult, Child, Household
from family.permissions import keeps_home
from look.words import day_in_words
from workflows.appeal import forms
from workflows.appeal.answers import ModifiedForm, PartlyForm
from workflows.appeal.contested import contested, earlier_appeal, last_day, service_to_judge
from workflows.appeal.flow import AppealFlow
from workflows.engine.answers import last_answers
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
    Text,
    Verified,
    registry,
)
from workflows.engine.typed import typed


@registry.register
class Appeal(Procedure):
    """Recours gracieux."""

    slug = "recours-gracieux"
    title = _("Contester une décision (recours gracieux)")
    summary = _(
        "Vous n’êtes pas d’accord avec une réponse de moins de deux mois\u00a0: un responsable qui "
        "n’a pas pris la décision l’examine à nouveau."
    )
    prepare = (
        _("la décision contestée, que vous choisirez dans la liste"),
        _("ce qui peut faire changer d’avis\u00a0: un fait nouveau, un papier"),
    )
    icon = "undo-2"
    rank = 80
    repeats = True
    flow = AppealFlow
    by_place = True
    sla_days = 30
    decides_appeals = True
    steps = (
        FormStep(
            "decision",
            _("Quelle décision contestez-vous\u00a0?"),
            forms.DecisionForm,
            help=_("Le recours se fait dans les deux mois. Il ne suspend pas la décision."),
        ),
        FormStep("motifs", _("Pourquoi la contestez-vous\u00a0?"), forms.GroundsForm),
    )
    stages = (
        Stage(_("Recours reçu"), ("start",)),
        Stage(_("Examen par un responsable"), ("examine", "missing")),
        Stage(_("Décision sur le recours"), ("accepted", "refused", "abandoned")),
    )
    papers = (
        PieceAsked(  # nothing is asked; something may be joined
            Document.Kind.OTHER,
            _("Un papier qui appuie votre recours, si vous en avez un."),
            optional=True,
        ),
    )
    decisions = {
        "examine": (
            Decision(
                "modify",
                _("Modifier la décision"),
                _("La famille lit ce qui est décidé à la place. Le service doit l’appliquer."),
                asks=ModifiedForm,
            ),
            Decision(
                "partly",
                _("Modifier en partie"),
                _("La famille lit ce qui change, ce qui ne change pas, et pourquoi."),
                asks=PartlyForm,
            ),
            ASK,
            Decision(
                "uphold",
                _("Maintenir la décision"),
                _(
                    "Le recours est rejeté\u00a0: la famille lit pourquoi, et peut saisir le tribunal."
                ),
                refuses=True,
            ),
        )
    }
    reasons = (
        Reason("rules", _("La décision applique le règlement"), needs_words=True),
        Reason("facts", _("Les faits apportés n’y changent rien"), needs_words=True),
        Reason("late", _("Le recours est arrivé plus de deux mois après la décision")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    texts = (_("article L.\u00a0411-2 du code des relations entre le public et l’administration"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("Le service applique cette décision et vous écrit sur la demande d’origine."),
        ),
    }

    def open_to(self, applicant: Adult | None, household: Household | None) -> bool:
        """To those who answer for the home."""
        return household is not None and (applicant is None or keeps_home(applicant, household))

    def follows(self, over: Case) -> bool:
        """Upon a refusal, in its delay; after one on an appeal only the court is left."""
        if over.state != Case.State.REFUSED or registry[over.procedure].decides_appeals:
            return False
        return localdate() <= last_day(over)

    def child(self, case: Case) -> Child | None:
        """The child of the contested decision, if it was about one."""
        decided = contested(case)
        return decided.child if decided else case.child

    def bind(self, case: Case) -> None:
        """The case is about the decision, and about its child."""
        case.about = contested(case)
        case.child = case.about.child if case.about else None

    def blockers(self, case: Case) -> list[Text]:
        """One appeal a decision, within its delay: a draft may have waited too long."""
        decided = contested(case)
        if decided is None:
            return [forms.TOO_LATE]
        earlier = earlier_appeal(case, decided)
        words = _("Cette décision a déjà un recours\u00a0: %(reference)s.")
        return [words % {"reference": earlier.reference}] if earlier else []

    def route(self, case: Case) -> Route:
        """To the service that decided, if somebody else there can judge."""
        decided, service = contested(case), service_to_judge(case)
        facility = decided.facility if decided else None
        title = now_("Recours · %(title)s") % {"title": decided.title if decided else ""}
        return Route(service=service, facility=facility, title=title[:200])

    def lines(self, case: Case) -> list[Line]:
        """The decision and the grounds."""
        decided = contested(case)
        return [
            Line(_("Décision contestée"), _named(decided) if decided else "", "decision"),
            Line(_("Pourquoi"), typed(case, "motifs", "grounds"), "motifs"),
            Line(_("Ce que je demande"), typed(case, "motifs", "wish"), "motifs"),
        ]

    def replied(self, case: Case) -> list[Line]:
        """What does not change, when the decision changes in part."""
        kept = last_answers(case, "partly").get("kept", "")
        return [Line(_("Ce qui ne change pas, et pourquoi"), kept)] if kept else []

    def verified(self, case: Case) -> list[Verified]:
        """The delay."""
        decided = contested(case)
        if decided is None or case.submitted_at is None:
            return []
        words = now_("Recours envoyé %(sent)s, possible jusqu’au %(last)s") % {
            "sent": day_in_words(case.submitted_at),
            "last": day_in_words(last_day(decided)),
        }
        return [Verified(case.submitted_at.date() <= last_day(decided), words)]


def _named(decided: Case) -> str:
    """`Cantine · 2026-2027, refusée mardi 24 novembre (7F3K-9QZP)`."""
    return now_("%(title)s, %(state)s %(day)s (%(reference)s)") % {
        "title": decided.title,
        "state": decided.get_state_display().lower(),
        "day": day_in_words(decided.closed_at) if decided.closed_at else "",
        "reference": decided.reference,
    }
