"""Several changes at once, for today or for later, each decided by its own service."""

from datetime import timedelta

from django.apps import apps
from django.utils.timezone import localdate

from billing.models import PriceReview
from cases.models import Case
from family.models import Child
from tests.factories import situation
from tests.flows.play import Family, Play


class Played(Play):
    """Changement de situation."""

    def settle(self, *, places, days):
        """The two services that treat changes."""
        situation.services()

    def draft(self, family: Family, choice, by=None):
        """A move, with news of work or of a birth; now, in ten days, or ten days ago."""
        since = localdate() + timedelta(days=(choice % 3 - 1) * 10)
        number = Case.objects.count()
        moved = {**situation.MOVED, "street": [f"{number} quai du Port"]}
        born = {
            "first_name": ["Léo"],
            "last_name": [f"Martin{number}"],
            "birth_date": [(localdate() - timedelta(days=5)).isoformat()],
        }
        more = ({}, {"travail": situation.WORKS}, {"naissance": born})[choice % 5 % 3]
        adult, home = family.adult, family.household
        return situation.drafted(adult, home, since, demenagement=moved, **more)

    def counted(self, case):
        """The home moved once, the child born once, the prices listed once, or nothing at all."""
        said, agreed = case.data.get("declared", {}), case.data.get("parts", {})
        done = case.state == Case.State.ACCEPTED
        moved = done and agreed.get("demenagement") == "accepted"
        born = done and agreed.get("naissance") == "accepted"
        states = apps.get_model("family", "HouseholdEvent").objects
        moves = states.filter(pgh_context__metadata__case=case.reference).count()
        names = [said["naissance"]["last_name"]] if "naissance" in said else []
        births = Child.objects.filter(last_name__in=names).count()
        reviews = PriceReview.objects.filter(case_reference=case.reference).count()
        decided = {
            part["part"] for part in case.data.get("decisions", []) if part["exit"] == "accept"
        }
        return (moves, births, reviews <= done, {p for p in agreed if agreed[p] == "accepted"}), (
            int(moved),
            int(born),
            True,
            decided,
        )
