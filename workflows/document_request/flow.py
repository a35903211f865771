"""A certificate that the service draws up and puts among the family's documents."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.document_request.effects import give
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff
from workflows.engine.transfer import transfer


class DocumentRequestFlow(CaseFlow):
    """Demande de document."""

    start = Begin().Next(this.check)

    check = Staff(_("Établir le document"), days=5).On(
        issue=this.give, transfer=this.hand_over, complement=this.missing, refuse=this.refused
    )

    missing = complement().On(answered=this.check, late=this.abandoned)

    hand_over = Effect(_("Confier à un autre service"), transfer).On(done=this.check)

    give = Effect(_("Remettre le document"), give).On(done=this.accepted)

    accepted = Outcome(_("Document remis"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
