"""A crèche place, from a parent's phone to the child's first day."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.creche import checks, effects, events  # noqa: F401  (events: their kinds)
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.later import Until
from workflows.engine.nodes import Begin, Effect, Family, Outcome, Staff


class CrecheFlow(CaseFlow):
    """Demande de place en crèche."""

    start = Begin().Next(this.verify)

    verify = Effect(_("Vérifications automatiques"), checks.verify).On(done=this.check)

    check = Staff(_("Vérifier la demande"), days=10).On(
        accept=this.enlist, complement=this.missing, refuse=this.refused
    )

    missing = complement().On(answered=this.check, late=this.abandoned)

    enlist = Effect(_("Inscrire en liste d’attente"), effects.join_list).On(done=this.waiting)

    # `offered` is a session's: it moves the case from wherever it waits (offers.py).
    waiting = Until(_("Attendre une place"), effects.next_confirmation, opens="creche_listed").On(
        due=this.confirm, offered=this.offer
    )

    confirm = Family(
        _("Confirmer la demande"),
        opens="creche_confirm_asked",
        closes={"confirm": "creche_confirmed", "leave": "creche_given_up"},
        days=30,
        remind=(10, 23),
    ).On(confirm=this.confirmed, leave=this.leave, late=this.lapse, offered=this.offer)

    confirmed = Effect(_("Prolonger l’attente"), effects.confirm).On(done=this.still_waiting)

    still_waiting = Until(
        _("Attendre une place"), effects.next_confirmation, opens="creche_still_listed"
    ).On(due=this.confirm, offered=this.offer)

    offer = Family(
        _("Répondre à la place proposée"),
        opens="creche_offered",
        closes={"accept": "creche_accepted", "decline": "creche_declined"},
        days=10,
        remind=(4, 8),
    ).On(accept=this.take, decline=this.decline, late=this.miss)

    take = Effect(_("Inscrire l’enfant"), effects.take_place).On(done=this.accepted)

    decline = Effect(_("Proposer la place au suivant"), effects.decline).On(
        stays=this.still_waiting, closed=this.declined
    )

    miss = Effect(_("Proposer la place au suivant"), effects.miss).On(done=this.unanswered)
    leave = Effect(_("Sortir de la liste"), effects.leave_list).On(done=this.given_up)
    lapse = Effect(_("Sortir de la liste"), effects.leave_list).On(done=this.lapsed)

    accepted = Outcome(_("Place acceptée"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    declined = Outcome(_("Place refusée par la famille"), Case.State.ABANDONED)
    unanswered = Outcome(_("Place sans réponse de la famille"), Case.State.ABANDONED)
    given_up = Outcome(_("La famille ne cherche plus"), Case.State.ABANDONED)
    lapsed = Outcome(_("Demande non confirmée"), Case.State.ABANDONED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
