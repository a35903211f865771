"""A place in a crèche: the list, the commission, the offer, and the next in line."""

from contextlib import suppress
from datetime import timedelta

from django.utils.timezone import localdate

from activities import sessions
from activities.models import AdmissionSession, CriteriaVersion, Enrolment, PlaceRequest
from cases.models import Case
from tests.factories import creche
from tests.factories.town import ServiceFactory
from tests.flows.play import Family, Play, exits
from workflows.creche.offers import sweep_offers


class Played(Play):
    """Demande de place en crèche."""

    def settle(self, *, places, days):
        """One crèche, and the town's criteria, asking for a confirmation each month."""
        creche.CriteriaVersionFactory(confirm_months=1)
        self.group = creche.creche(ServiceFactory(slug="petite-enfance"), places=places)
        end = localdate() + timedelta(days=days)
        type(self.group.period).objects.filter(pk=self.group.period_id).update(ends_on=end)

    def draft(self, family: Family, choice, by=None):
        """For a baby: a new one, or the one whom the family asked for before."""
        asked = family.household.place_requests.select_related("child").first()
        child = asked.child if asked and choice % 3 == 0 else None
        child = child or creche.baby(family.household, family.adult)
        return creche.draft(family.adult, family.household, child, self.group)

    def counted(self, case):
        """In the list once, by the service's agreement; placed once, by the family's."""
        rows = PlaceRequest.objects.filter(case_reference=case.reference)
        held = Enrolment.objects.filter(case_reference=case.reference, state="active").count()
        placed = case.state == Case.State.ACCEPTED
        listed = exits(case, "accept", "check")
        still = rows.filter(state__in=["listed", "offered"]).count()
        return (rows.count(), held, still), (
            listed,
            int(placed),
            int(bool(listed) and case.is_live),
        )

    def town_acts(self):
        """The commission meets: a session is opened, and closed at once."""
        return (self._commission,)

    def _commission(self, supervisor) -> None:
        if AdmissionSession.objects.filter(starts_on__gt=localdate()).count() > 3:
            return
        assert CriteriaVersion.on(localdate())
        session = creche.session(self.group, places=1, by=supervisor)
        with suppress(sessions.PlacesMoved):
            sessions.close_session(session.pk, by=supervisor)

    def sweep(self):
        """The offers go out, and go on."""
        return sweep_offers()
