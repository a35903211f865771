"""An appeal to the mayor against a decision: somebody else than its author looks again."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from town.models import StaffMembership
from workflows.appeal.contested import deciders
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Outcome, Staff


class AppealFlow(CaseFlow):
    """Recours gracieux."""

    start = Begin().Next(this.examine)

    examine = Staff(
        _("Examiner le recours"), days=20, role=StaffMembership.Role.SUPERVISOR, never=deciders
    ).On(modify=this.accepted, partly=this.accepted, complement=this.missing, uphold=this.refused)

    missing = complement().On(answered=this.examine, late=this.abandoned)

    accepted = Outcome(_("Décision modifiée"), Case.State.ACCEPTED)
    refused = Outcome(_("Décision maintenue"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
