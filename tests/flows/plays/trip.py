"""The school trip of `tests/flows/trip.py`: parts, a worker who fails, a departure."""

from datetime import timedelta

from django.utils.timezone import now

from tests.factories.town import ServiceFactory
from tests.flows import trip
from tests.flows.play import Family, Play
from workflows.engine import drafts
from workflows.engine.procedure import registry


class Played(Play):
    """Sortie scolaire."""

    def settle(self, *, places, days):
        """Two services that give their opinion."""
        self.services = [ServiceFactory(slug=slug) for slug in ("sports", "culture")]

    def draft(self, family: Family, choice, by=None):
        """For a trip in ten days, or one that should have left."""
        user = by or family.adult.user
        case = drafts.begin(
            registry["sortie"], user=user, applicant=family.adult, household=family.household
        )
        leaves_at = now() + timedelta(days=10 * (choice % 3 - 1))
        trip.trip(case, self.services[: 1 + choice % 2], leaves_at)
        return case

    def counted(self, case):
        """Each opinion is noted once."""
        said = [d["part"] for d in case.data.get("decisions", []) if d["exit"] == "agree"]
        return sorted(case.data.get("agreed", [])), sorted(said)
