"""A family's rights over what the town knows of it (GDPR, articles 15 to 21)."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff
from workflows.personal_data.effects import give


class PersonalDataFlow(CaseFlow):
    """Données personnelles."""

    start = Begin().Next(this.check)

    check = Staff(_("Traiter la demande sur les données"), days=10).On(
        reply=this.give, complement=this.missing, refuse=this.refused
    )

    missing = complement().On(answered=this.check, late=this.abandoned)

    give = Effect(_("Remettre la copie des données"), give).On(done=this.settled)

    settled = Outcome(_("Réponse donnée"), Case.State.SETTLED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
