"""A year's file: a canteen of few places and an evening, each decided by its own part."""

from datetime import timedelta

from django.utils.timezone import localdate

from activities.models import Enrolment
from tests.factories import school_year
from tests.flows.play import Family, Play

STATES = {"placed": "active", "listed": "waiting"}


class Played(Play):
    """Dossier périscolaire de l’année."""

    def settle(self, *, places, days):
        """A year under way with two activities."""
        end = localdate() + timedelta(days=max(days, 200))
        year = school_year.year_now(ends_on=end, closes_on=end)
        self.canteen = school_year.canteen(year, places=places)
        self.evening = school_year.evening(year, places=places)

    def draft(self, family: Family, choice, by=None):
        """The canteen, or both; a waiting list wanted or not."""
        wished = {self.canteen: [1, 4]} | ({self.evening: [2]} if choice % 2 else {})
        return school_year.drafted(
            family.adult,
            family.household,
            {family.child: wished},
            waiting="yes" if choice % 3 else "no",
            by=by,
        )

    def counted(self, case):
        """One enrolment for each part that was given or waits."""
        made = Enrolment.objects.filter(case_reference=case.reference)
        ends = case.data.get("parts", {}).values()
        wanted = sorted(STATES[end] for end in ends if end in STATES)
        return sorted(made.values_list("state", flat=True)), wanted
