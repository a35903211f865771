"""The end of a direct debit, which nobody has to grant."""

from datetime import timedelta
from uuid import uuid4

from django.db.models import F, Q
from django.utils.timezone import localdate

from billing import mandates
from billing.models import Mandate
from tests.factories import money, requests
from tests.factories.town import agent
from tests.flows.play import Family, Play
from workflows.engine import acts


class Played(Play):
    """Révocation du mandat."""

    def settle(self, *, places, days):
        """The service that bills, and who accepts the mandates to be ended."""
        self.clerk = agent(money.billing())

    def draft(self, family: Family, choice, by=None):
        """Of a home that is debited; its mandate ends today or in a month."""
        home, adult = family.household, family.adult
        if mandates.standing(home, localdate()) is None and choice % 4:
            case = money.debit_request((home, adult), how="paper")
            acts.decide(case.waits.get().pk, "accept", actor=self.clerk, act=uuid4())
        day = (localdate() + timedelta(days=choice % 2 * 30)).isoformat()
        answers = {"date": {"ends_on": day, "understood": "on"}}
        return requests.draft("fin-prelevement", adult, home, answers, by=by)

    def counted(self, case):
        """Once it was sent, a mandate of the home is revoked from the day said, or from before by
        another request or a new mandate; one that had not begun, from its first day."""
        day = case.data["declared"]["date"]["ends_on"]
        ended = Mandate.objects.filter(household=case.household_id, ended_on__isnull=False)
        return ended.filter(Q(ended_on__lte=day) | Q(ended_on=F("valid_from"))).exists(), True
