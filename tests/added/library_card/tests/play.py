"""How a library card is asked for: the proofs that go over every démarche find it here."""

from cases.models import Case
from tests.factories import requests
from tests.factories.town import ServiceFactory
from tests.flows.play import Family, Play, exits


class Played(Play):
    """Carte de bibliothèque."""

    def settle(self, *, places, days):
        """The library."""
        ServiceFactory(slug="bibliotheque", name="Bibliothèque")

    def draft(self, family: Family, choice, by=None):
        """For books, or for all."""
        answers = {
            "enfant": {"child": str(family.child.public_id)},
            "carte": {"desk": "quai", "lends": ("books", "all")[choice % 2], "careful": "on"},
        }
        return requests.draft("carte-bibliotheque", family.adult, family.household, answers, by=by)

    def counted(self, case):
        """A number once it was accepted, and only then."""
        done = case.state == Case.State.ACCEPTED
        return ("card" in case.data, exits(case, "accept")), (done, int(done))
