"""A place in a group that has few of them: taken once, or waited for."""

from datetime import timedelta

from django.utils.timezone import localdate

from activities.models import Enrolment
from cases.models import Case
from tests.factories import enrolment
from tests.factories.activities import PeriodFactory, group_of
from tests.factories.town import ServiceFactory
from tests.flows.play import Family, Play

HOLDS = {Case.State.ACCEPTED: ["active"], Case.State.WAITLISTED: ["waiting"]}


class Played(Play):
    """Inscription à une activité."""

    def settle(self, *, places, days):
        """One group in which every request wants a place."""
        end = localdate() + timedelta(days=days)
        period = PeriodFactory(ends_on=end, closes_on=end)
        service = ServiceFactory(slug="enfance-periscolaire")
        self.group = group_of(service, places=places, period=period)

    def draft(self, family: Family, choice, by=None):
        """Two days a week."""
        return enrolment.draft(family.adult, family.household, family.child, self.group, by=by)

    def counted(self, case):
        """The enrolments made by the case, against the way it ended."""
        made = Enrolment.objects.filter(case_reference=case.reference)
        return list(made.values_list("state", flat=True)), HOLDS.get(case.state, [])
