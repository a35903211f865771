"""A library card, from a parent's phone to a number at the desk of the library."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from workflows.library_card import effects

from cases.models import Case
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff


class LibraryCardFlow(CaseFlow):
    """Carte de bibliothèque."""

    start = Begin().Next(this.verify)

    verify = Effect(_("Vérifications automatiques"), effects.verify).On(done=this.check)

    check = Staff(_("Préparer la carte"), days=3).On(
        accept=this.draw, complement=this.missing, refuse=this.refused
    )

    missing = complement(days=20).On(answered=this.check, late=this.abandoned)

    draw = Effect(_("Donner un numéro de carte"), effects.draw_card).On(done=this.accepted)

    accepted = Outcome(_("Carte prête"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
