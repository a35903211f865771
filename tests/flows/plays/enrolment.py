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
        """The enrolments made by the case, against the way it ended: a place given until a date is
        held meanwhile, and was given back by all that ended it."""
        made = Enrolment.objects.filter(case_reference=case.reference)
        wanted = HOLDS.get(case.state, [])
        if not wanted and case.events.filter(kind="accepted_for_now").exists():
            wanted = ["active" if case.is_live else "ended"]
        return list(made.values_list("state", flat=True)), wanted
