"""A free request, answered or handed over."""

from django.conf import settings

from tests.factories import requests
from tests.factories.town import ServiceFactory
from tests.flows.play import Family, Play, exits


class Played(Play):
    """Demande libre."""

    def settle(self, *, places, days):
        """The services that subjects name."""
        for _code, _words, slug, _place in settings.REQUEST_SUBJECTS:
            ServiceFactory(slug=slug)

    def draft(self, family: Family, choice, by=None):
        """About the canteen."""
        home = family.household
        return requests.draft("demande-libre", family.adult, home, requests.about_canteen(), by=by)

    def counted(self, case):
        """The family was told of each transfer."""
        return case.events.filter(kind="transferred").count(), exits(case, "transfer")
