"""The family's quotient and resources, from its fund or its papers to its file."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.allocataire import effects
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff


class AllocataireFlow(CaseFlow):
    """Informations d’allocataire."""

    start = Begin().Next(this.verify)

    verify = Effect(_("Vérifications automatiques"), effects.verify).On(done=this.check)

    check = Staff(_("Vérifier le quotient et son justificatif"), days=3).On(
        accept=this.keep, complement=this.missing, refuse=this.warn_refused
    )

    missing = complement().On(answered=this.check, late=this.warn_late)

    keep = Effect(_("Mettre à jour le quotient"), effects.keep).On(done=this.accepted)
    warn_refused = Effect(_("Avertir du tarif le plus élevé"), effects.warn_highest).On(
        done=this.refused
    )
    warn_late = Effect(_("Avertir du tarif le plus élevé"), effects.warn_highest).On(
        done=this.abandoned
    )

    accepted = Outcome(_("Quotient mis à jour"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
