"""A school year's file: each child in each activity, decided by the service of its facility."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Outcome, Staff
from workflows.engine.parallel import Each, Meet
from workflows.school_year import checks, effects
from workflows.school_year.asked import codes, service_of


class SchoolYearFlow(CaseFlow):
    """Dossier périscolaire de l’année."""

    start = Begin().Next(this.verify)

    verify = Effect(_("Vérifications automatiques"), checks.verify).On(done=this.each)

    each = Each(_("Chaque activité à son service"), codes, this.decide, this.together)

    decide = Staff(_("Décider de l’inscription"), days=5, service=service_of).On(
        accept=this.place, complement=this.missing, refuse=this.denied
    )

    missing = complement().On(answered=this.decide, late=this.lapsed)

    place = Effect(_("Réserver la place"), effects.take_place).On(
        placed=this.together, full=this.instead
    )

    instead = Effect(_("Liste d’attente, si la famille la veut"), effects.join_waiting_list).On(
        listed=this.together, unwanted=this.together
    )

    denied = Effect(_("Activité refusée"), effects.note_refused).On(done=this.together)
    lapsed = Effect(_("Activité sans réponse de la famille"), effects.note_lapsed).On(
        done=this.together
    )

    together = Meet(_("Toutes les activités sont décidées")).Next(this.settle)

    settle = Effect(_("Réponse à la famille"), effects.settle).On(
        accepted=this.accepted,
        waitlisted=this.waitlisted,
        refused=this.refused,
        abandoned=this.abandoned,
    )

    accepted = Outcome(_("Inscriptions acceptées"), Case.State.ACCEPTED)
    waitlisted = Outcome(_("Liste d’attente"), Case.State.WAITLISTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
