"""A certificate that only the service can draw up: attendance, payment, removal from a school."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from family.models import Adult, Child, Household
from family.permissions import keeps_home
from workflows.document_request.answers import IssueForm
from workflows.document_request.flow import DocumentRequestFlow
from workflows.document_request.forms import KindForm, PeriodForm
from workflows.engine.children import deciding_children
from workflows.engine.complement import ASK
from workflows.engine.procedure import (
    Decision,
    FormStep,
    Line,
    Procedure,
    Reason,
    Route,
    Stage,
    registry,
)
from workflows.engine.topics import Topic, answers_for, topics
from workflows.engine.transfer import TRANSFER
from workflows.engine.typed import typed, typed_child, typed_day


@registry.register
class DocumentRequest(Procedure):
    """Demande de document."""

    slug = "demande-document"
    title = _("Demander une attestation ou un certificat")
    summary = _(
        "Fréquentation, paiement, radiation de l’école\u00a0: le service l’établit et le dépose dans "
        "vos documents."
    )
    prepare = (_("les dates de la période, si le document en a une"),)
    icon = "file-text"
    rank = 60
    repeats = True
    flow = DocumentRequestFlow
    by_place = True
    sla_days = 7
    steps = (
        FormStep("document", _("De quel document avez-vous besoin\u00a0?"), KindForm),
        FormStep("periode", _("Pour quel enfant, sur quelle période\u00a0?"), PeriodForm),
    )
    stages = (
        Stage(_("Demande reçue"), ("start",)),
        Stage(_("Le service établit le document"), ("check", "missing", "hand_over")),
        Stage(_("Document remis"), ("give", "accepted", "refused", "abandoned")),
    )
    decisions = {
        "check": (
            Decision(
                "issue",
                _("Remettre le document"),
                _("Il apparaît dans les documents de la famille, qui est prévenue."),
                asks=IssueForm,
            ),
            TRANSFER,
            ASK,
            Decision(
                "refuse",
                _("Refuser la demande"),
                _("La famille reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        )
    }
    reasons = (
        Reason("absent", _("L’enfant n’a pas fréquenté nos services pendant cette période")),
        Reason("unpaid", _("Des factures de cette période ne sont pas réglées")),
        Reason("elsewhere", _("Une autre administration établit ce document"), needs_words=True),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    next_steps = {
        Case.State.ACCEPTED: (
            _(
                "Le document est sur cette page et dans «\u00a0Mes documents\u00a0», à garder ou à imprimer."
            ),
        ),
    }

    def open_to(self, applicant: Adult | None, household: Household | None) -> bool:
        """To those who answer for the home."""
        return household is not None and (applicant is None or keeps_home(applicant, household))

    def prefill(self, case: Case, user) -> dict[str, dict]:
        """The child, when only one can be meant."""
        only = list(deciding_children(case)[:2])
        return {"periode": {"child": [str(only[0].public_id)]}} if len(only) == 1 else {}

    def child(self, case: Case) -> Child | None:
        """The child whom the document is about."""
        return case.child or typed_child(case, "periode")

    def bind(self, case: Case) -> None:
        """The case is about that child."""
        case.child = typed_child(case, "periode")

    def route(self, case: Case) -> Route:
        """To the service that knows: the school's, the one of the bills."""
        topic = _topic(case)
        service, facility = answers_for(topic, case.child)
        return Route(service=service, facility=facility, title=str(topic.label))

    def lines(self, case: Case) -> list[Line]:
        """The document, the child, the period."""
        start, end = (typed_day(case, "periode", name) for name in ("starts_on", "ends_on"))
        chosen = bool(typed(case, "document", "kind"))
        lines = [Line(_("Document"), str(_topic(case).label) if chosen else "", "document")]
        if words := typed(case, "document", "precision"):
            lines.append(Line(_("Précision"), words, "document"))
        lines.append(Line(_("Enfant"), str(self.child(case) or ""), "periode"))
        if start or end:
            period = _("du %(start)s au %(end)s") % {"start": start, "end": end}
            lines.append(Line(_("Période"), period, "periode"))
        return lines


def _topic(case: Case) -> Topic:
    """The document chosen; of one that the town has withdrawn since, only the code is left."""
    chosen = typed(case, "document", "kind")
    return topics(settings.CERTIFICATES).get(chosen) or Topic(chosen, chosen, "")
