"""A change of situation, part by part, until it takes effect at its date."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.later import Until
from workflows.engine.nodes import Begin, Effect, Outcome, Staff
from workflows.engine.parallel import Each, Meet
from workflows.situation import effects
from workflows.situation.parts import chosen, service_of


class SituationFlow(CaseFlow):
    """Changement de situation."""

    start = Begin().Next(this.tell)

    tell = Effect(_("Prévenir l’autre parent"), effects.tell_other_parent).On(done=this.each)

    each = Each(_("Chaque changement à son service"), chosen, this.decide, this.together)

    decide = Staff(_("Décider du changement"), days=5, service=service_of).On(
        accept=this.agreed, complement=this.missing, refuse=this.denied
    )

    missing = complement().On(answered=this.decide, late=this.denied)

    agreed = Effect(_("Changement accepté"), effects.note_accepted).On(done=this.together)
    denied = Effect(_("Changement refusé"), effects.note_refused).On(done=this.together)

    together = Meet(_("Tous les changements sont décidés")).Next(this.when)

    when = Effect(_("Date d’effet"), effects.when).On(
        now=this.apply, later=this.wait, never=this.refused
    )

    wait = Until(_("Attendre la date d’effet"), effects.starts_at).On(due=this.apply)

    apply = Effect(_("Reporter au dossier de la famille"), effects.apply).On(done=this.accepted)

    accepted = Outcome(_("Changement enregistré"), Case.State.ACCEPTED)
    refused = Outcome(_("Changement refusé"), Case.State.REFUSED)
