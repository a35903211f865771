"""A free request, from what a family writes to the service's answer."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff
from workflows.engine.transfer import transfer


class FreeRequestFlow(CaseFlow):
    """Demande libre."""

    start = Begin().Next(this.check)

    check = Staff(_("Répondre à la demande"), days=5).On(
        answer=this.settled, transfer=this.hand_over, complement=this.missing
    )

    missing = complement().On(answered=this.check, late=this.abandoned)

    hand_over = Effect(_("Confier à un autre service"), transfer).On(done=this.check)

    settled = Outcome(_("Réponse donnée"), Case.State.SETTLED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
