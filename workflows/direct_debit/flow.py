"""Direct debit, from a signed mandate to the day from which it holds."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.direct_debit import effects
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff


class DirectDebitFlow(CaseFlow):
    """Adhésion au prélèvement, et changement de compte."""

    start = Begin().Next(this.draw_up)

    draw_up = Effect(_("Établir le mandat"), effects.draw_up).On(done=this.check)

    check = Staff(_("Vérifier le titulaire du compte"), days=3).On(
        accept=this.begin, complement=this.missing, refuse=this.drop
    )

    missing = complement().On(answered=this.check, late=this.leave)

    begin = Effect(_("Mettre en place le prélèvement"), effects.start).On(done=this.accepted)
    drop = Effect(_("Écarter le mandat"), effects.discard).On(done=this.refused)
    leave = Effect(_("Écarter le mandat resté sans réponse"), effects.discard).On(
        done=this.abandoned
    )

    accepted = Outcome(_("Prélèvement mis en place"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
