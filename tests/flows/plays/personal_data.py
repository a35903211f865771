"""A family's rights over its data, answered line by line."""

from django.conf import settings

from cases.models import Case, Piece
from tests.factories import requests
from tests.factories.town import ServiceFactory
from tests.flows.play import Family, Play


class Played(Play):
    """Données personnelles."""

    def settle(self, *, places, days):
        """The service that answers."""
        ServiceFactory(slug=settings.PERSONAL_DATA_SERVICE)

    def draft(self, family: Family, choice, by=None):
        """A copy, or an erasure."""
        right = ("access", "erasure")[choice % 2]
        answers = {
            "droit": {"right": right},
            "donnees": {"kinds": ["documents", "payments"], "text": "Les papiers de 2019."},
        }
        return requests.draft(
            "donnees-personnelles", family.adult, family.household, answers, by=by
        )

    def counted(self, case):
        """One paper given with the answer."""
        given = case.pieces.filter(state=Piece.State.ISSUED).count()
        return given, int(case.state == Case.State.SETTLED)
