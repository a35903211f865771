"""An activation request, from a visitor's form to the link that opens the account."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.activation import effects
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff


class ActivationFlow(CaseFlow):
    """Demande d’ouverture de compte."""

    start = Begin().Next(this.look)

    look = Effect(_("Rechercher la famille"), effects.look_for).On(done=this.check)

    check = Staff(_("Reconnaître la famille"), days=2).On(
        first=this.attach_first,
        second=this.attach_second,
        third=this.attach_third,
        create=this.open_file,
        refuse=this.refused,
    )

    attach_first = Effect(_("Rattacher à la fiche 1"), effects.attach_first).On(done=this.accepted)
    attach_second = Effect(_("Rattacher à la fiche 2"), effects.attach_second).On(
        done=this.accepted
    )
    attach_third = Effect(_("Rattacher à la fiche 3"), effects.attach_third).On(done=this.accepted)
    open_file = Effect(_("Ouvrir une fiche"), effects.open_file).On(done=this.accepted)

    accepted = Outcome(_("Lien envoyé"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
