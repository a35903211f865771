"""Stopping the direct debit, at a date, without having to say why."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from billing.mandates import standing
from cases.models import Case
from look.words import day_in_words
from workflows.debit_end import forms
from workflows.debit_end.effects import NONE, STEP, end_of
from workflows.debit_end.flow import DebitEndFlow
from workflows.direct_debit.asked import day_of, may_bind
from workflows.direct_debit.procedure import billing_service
from workflows.engine.procedure import FormStep, Line, Procedure, Route, Stage, registry


@registry.register
class DebitEnd(Procedure):
    """Arrêt du prélèvement automatique."""

    slug = "fin-prelevement"
    title = _("Arrêter le prélèvement")
    summary = _(
        "Votre mandat est révoqué à la date choisie, sans motif à donner. Pour changer seulement "
        "de compte, demandez plutôt un nouveau prélèvement."
    )
    icon = "ban"
    rank = 45
    flow = DebitEndFlow
    sla_days = 1
    steps = (FormStep(STEP, _("À partir de quand\u00a0?"), forms.EndForm),)
    stages = (
        Stage(_("Demande reçue"), ("start",)),
        Stage(_("Mandat révoqué"), ("revoke", "accepted")),
    )
    ends = {
        Case.State.ACCEPTED: _(
            "Le mandat est révoqué\u00a0: rien ne sera prélevé à partir de la date choisie. Vos "
            "factures se paient autrement."
        ),
    }

    def blockers(self, case: Case) -> list:
        """Something to stop, asked by who may commit the household."""
        if not may_bind(case) or standing(case.household, localdate()) is None:
            return [NONE]
        return []

    def route(self, case: Case) -> Route:
        """To the service that bills, for its information."""
        return Route(service=billing_service(), facility=None, title=str(self.title))

    def lines(self, case: Case) -> list[Line]:
        """The day."""
        typed = case.data.get("typed", {}).get(STEP, {}).get("ends_on") or [""]
        day = end_of(case) or day_of(typed[0])
        said = day_in_words(day) if day else ""
        return [Line(_("Plus de prélèvement à partir du"), said, STEP)]
