"""Enrolment, as it walks from a parent's phone to the family file."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from town.models import StaffMembership
from workflows.engine import provisional
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Family, Outcome, Staff
from workflows.enrolment import checks, effects

SUPERVISOR = StaffMembership.Role.SUPERVISOR


class EnrolmentFlow(CaseFlow):
    """Inscription à une activité."""

    start = Begin().Next(this.verify)

    verify = Effect(_("Vérifications automatiques"), checks.verify).On(
        done=this.check, exemption=this.exemption
    )

    exemption = Staff(_("Décider de la dérogation"), days=5, role=SUPERVISOR).On(
        grant=this.check, refuse=this.refused
    )

    check = Staff(_("Vérifier le dossier"), days=5).On(
        accept=this.place,
        for_now=this.ask_for_proof,
        complement=this.missing,
        refuse=this.refused,
    )

    missing = complement().On(answered=this.check, late=this.abandoned)

    place = Effect(_("Réserver la place"), effects.take_place).On(
        placed=this.accepted, full=this.offer
    )

    ask_for_proof = Effect(_("Noter le document attendu"), provisional.ask_for_proof).On(
        done=this.place_for_now
    )

    place_for_now = Effect(_("Réserver la place provisoirement"), effects.take_place).On(
        placed=this.proof, full=this.offer
    )

    proof = provisional.proof_awaited().On(answered=this.look, late=this.at_date)

    look = Staff(_("Vérifier le document attendu"), days=3).On(
        accept=this.accepted, again=this.proof, refuse=this.end_yes
    )

    at_date = Effect(_("Échéance sans le document"), provisional.at_date).On(
        stands=this.accepted, lapses=this.lapse
    )

    end_yes = Effect(_("Rendre la place"), effects.give_back).On(done=this.refused)
    lapse = Effect(_("Rendre la place à l’échéance"), effects.give_back).On(done=this.abandoned)

    offer = Family(
        _("Accepter ou refuser la liste d’attente"),
        opens="place_offered",
        closes={"accept": "offer_accepted", "decline": "offer_declined"},
        days=15,
        remind=(7, 12),
    ).On(accept=this.enlist, decline=this.declined, late=this.declined)

    enlist = Effect(_("Inscrire en liste d’attente"), effects.join_waiting_list).On(
        done=this.waitlisted
    )

    accepted = Outcome(_("Inscription acceptée"), Case.State.ACCEPTED)
    waitlisted = Outcome(_("Liste d’attente"), Case.State.WAITLISTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    declined = Outcome(_("Liste d’attente refusée"), Case.State.ABANDONED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
