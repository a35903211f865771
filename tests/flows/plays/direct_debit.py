"""A mandate, signed on the screen or on paper, that comes to hold or never does."""

from datetime import timedelta

from django.core import mail
from django.utils.timezone import localdate

from billing.models import Mandate
from cases.models import Case
from tests.factories import money
from tests.flows.play import Family, Play

ENDS = {
    Case.State.ACCEPTED: "accepted",
    Case.State.REFUSED: "discarded",
    Case.State.ABANDONED: "discarded",
    Case.State.WITHDRAWN: "discarded",
}


class Played(Play):
    """Adhésion au prélèvement."""

    def settle(self, *, places, days):
        """The service that bills."""
        money.billing()

    def draft(self, family: Family, choice, by=None):
        """Signed online two times in three; only the family itself signs online."""
        day = localdate() + timedelta(days=10)
        paper = by is not None or choice % 3 == 0
        case = money.begin("prelevement", family.adult, family.household, by=by)
        money.account_typed(case, starts_on=day, how="paper" if paper else "online")
        if not paper:
            money.sign(case)
            mail.outbox[:] = [m for m in mail.outbox if "signer le mandat" not in m.body]
        return case

    def counted(self, case):
        """One mandate a case, that holds when it was accepted and at no other time."""
        made = Mandate.objects.filter(case_reference=case.reference)
        return list(made.values_list("state", flat=True)), [ENDS.get(case.state, "pending")]
