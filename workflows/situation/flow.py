"""A change of situation, part by part, until it takes effect at its date."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.later import Until
from workflows.engine.nodes import Begin, Effect, Outcome, Staff
from workflows.engine.parallel import Each, Meet
from workflows.situation import effects, events, judged, reach  # noqa: F401  (events: their kinds)
from workflows.situation.parts import chosen, service_of


class SituationFlow(CaseFlow):
    """Changement de situation."""

    start = Begin().Next(this.tell)

    tell = Effect(_("Prévenir l’autre parent"), effects.tell_other_parent).On(done=this.each)

    each = Each(_("Chaque changement à son service"), chosen, this.sort, this.together)

    sort = Effect(_("Qui décide de ce changement"), effects.sort).On(
        decide=this.decide, judge=this.judge, proven=this.reach
    )

    decide = Staff(_("Décider du changement"), days=5, service=service_of).On(
        accept=this.agreed, complement=this.missing, refuse=this.denied
    )

    # With a judgment: rights change as it says, from its day, whatever the other parts wait for.
    judge = Staff(_("Lire le jugement"), days=5, service=service_of).On(
        accept=this.ruled, plain=this.agreed, complement=this.missing, refuse=this.denied
    )

    missing = complement().On(answered=this.sort, late=this.denied)

    ruled = Effect(_("Date du jugement"), judged.when).On(
        now=this.set_rights, later=this.until_ruled
    )
    until_ruled = Until(_("Attendre la date du jugement"), judged.starts_at).On(due=this.set_rights)
    set_rights = Effect(_("Fixer les droits de chaque parent"), judged.set_rights).On(
        done=this.agreed
    )

    reach = Effect(_("Changer les coordonnées"), reach.change).On(done=this.agreed)

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
