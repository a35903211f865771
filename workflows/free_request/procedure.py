"""A free request: whatever has no démarche of its own, routed by its subject."""

from django.conf import settings
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from documents.models import Document
from family.models import Adult, Child, Household
from family.permissions import keeps_home
from workflows.engine.answers import TextAnswer
from workflows.engine.complement import ASK
from workflows.engine.procedure import (
    Decision,
    FormStep,
    Line,
    PieceAsked,
    Procedure,
    Route,
    Stage,
    registry,
)
from workflows.engine.topics import Topic, answers_for, topics
from workflows.engine.transfer import TRANSFER
from workflows.engine.typed import typed, typed_child
from workflows.free_request.flow import FreeRequestFlow
from workflows.free_request.forms import SubjectForm, WordsForm


@registry.register
class FreeRequest(Procedure):
    """Demande libre."""

    slug = "demande-libre"
    title = _("Écrire à un service")
    summary = _(
        "Une question, une remarque, une demande qui n’a pas sa démarche\u00a0: vous choisissez le "
        "sujet, le bon service vous répond."
    )
    prepare = (_("si cela aide à comprendre\u00a0: une photo, une facture, un courrier"),)
    icon = "message-circle"
    rank = 70
    repeats = True
    flow = FreeRequestFlow
    by_place = True
    sla_days = 10
    steps = (
        FormStep("sujet", _("De quoi s’agit-il\u00a0?"), SubjectForm),
        FormStep("message", _("Que voulez-vous nous dire\u00a0?"), WordsForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start",)),
        Stage(_("Le service prépare sa réponse"), ("check", "missing", "hand_over")),
        Stage(_("Réponse"), ("settled", "abandoned")),
    )
    papers = (
        PieceAsked(  # nothing is asked; something may be joined
            Document.Kind.OTHER,
            _("Une photo, une facture, un courrier\u00a0: seulement si cela aide à comprendre."),
            optional=True,
        ),
    )
    decisions = {
        "check": (
            Decision(
                "answer",
                _("Répondre"),
                _("La famille reçoit votre réponse et la demande est close."),
                asks=TextAnswer,
            ),
            TRANSFER,
            ASK,
        )
    }

    def open_to(self, applicant: Adult | None, household: Household | None) -> bool:
        """To those who answer for the home."""
        return household is not None and (applicant is None or keeps_home(applicant, household))

    def child(self, case: Case) -> Child | None:
        """The child concerned, if any."""
        return case.child or typed_child(case, "sujet")

    def bind(self, case: Case) -> None:
        """The case is about the child named, or about the home."""
        case.child = typed_child(case, "sujet")

    def route(self, case: Case) -> Route:
        """To the service of the subject. The family's own title stays inside the case: the
        child's other parent, who sees that the case exists, must not read it."""
        topic = _topic(case)
        service, facility = answers_for(topic, case.child)
        title = now_("Question · %(subject)s") % {"subject": topic.label}
        return Route(service=service, facility=facility, title=title)

    def lines(self, case: Case) -> list[Line]:
        """The subject, the child, the words."""
        child = self.child(case)
        lines = [Line(_("Sujet"), str(_topic(case).label) if _chosen(case) else "", "sujet")]
        if child is not None:
            lines.append(Line(_("Enfant"), str(child), "sujet"))
        return [
            *lines,
            Line(_("Demande"), typed(case, "message", "title"), "message"),
            Line(_("Message"), typed(case, "message", "text"), "message"),
        ]


def _chosen(case: Case) -> str:
    return typed(case, "sujet", "subject")


def _topic(case: Case) -> Topic:
    """The subject chosen; of one that the town has withdrawn since, only the code is left."""
    published = topics(settings.REQUEST_SUBJECTS)
    return published.get(_chosen(case)) or Topic(_chosen(case), _chosen(case), "")
