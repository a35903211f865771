"""Stopping the direct debit: a right, so that nobody has to grant it."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.debit_end import effects
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome


class DebitEndFlow(CaseFlow):
    """Révocation du mandat de prélèvement."""

    start = Begin().Next(this.revoke)

    revoke = Effect(_("Révoquer le mandat"), effects.revoke).On(done=this.accepted)

    accepted = Outcome(_("Mandat révoqué"), Case.State.ACCEPTED)
