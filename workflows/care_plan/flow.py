"""A PAI, from a physician's document to what is agreed around a table, for a whole school level.

The review comes years later: the plan's own row keeps its date, and reminds both parents.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.care_plan import effects
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff


class CarePlanFlow(CaseFlow):
    """Projet d’accueil individualisé."""

    start = Begin().Next(this.verify)

    verify = Effect(_("Vérifications automatiques"), effects.verify).On(done=this.check)

    check = Staff(_("Étudier la demande et fixer la réunion"), days=5).On(
        meet=this.convene, complement=this.missing, refuse=this.refused
    )

    missing = complement().On(answered=this.check, late=this.abandoned)

    convene = Effect(_("Convoquer la réunion"), effects.convene).On(done=this.meeting)

    meeting = Staff(_("Tenir la réunion et écrire le PAI"), days=20).On(
        sign=this.put_in_place, move=this.convene, refuse=this.refused
    )

    put_in_place = Effect(_("Mettre le PAI en place"), effects.put_in_place).On(done=this.accepted)

    accepted = Outcome(_("PAI en place"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
