"""A certificate that the service draws up, given once."""

from datetime import timedelta

from django.conf import settings
from django.utils.timezone import localdate

from cases.models import Case, Piece
from tests.factories import requests
from tests.factories.town import ServiceFactory
from tests.flows.play import Family, Play, exits


class Played(Play):
    """Demande de document."""

    def settle(self, *, places, days):
        """The services that draw papers up."""
        for _code, _words, slug, _place in settings.CERTIFICATES:
            ServiceFactory(slug=slug)

    def draft(self, family: Family, choice, by=None):
        """Of what was paid, or of removal from the school."""
        today = localdate()
        start = (today - timedelta(days=60)).isoformat()
        answers = {
            "document": {"kind": ("payment", "removal")[choice % 2], "precision": ""},
            "periode": {
                "child": str(family.child.public_id),
                "starts_on": start,
                "ends_on": today.isoformat(),
            },
        }
        return requests.draft("demande-document", family.adult, family.household, answers, by=by)

    def counted(self, case):
        """The family has one paper from the town, when the service gave it."""
        given = case.pieces.filter(state=Piece.State.ISSUED, document__household=case.household_id)
        done = case.state == Case.State.ACCEPTED
        return (given.count(), exits(case, "issue")), (int(done), int(done))
