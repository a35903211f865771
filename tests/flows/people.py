"""Who acts in the proofs that go over every démarche: families, strangers, agents, supervisors."""

from dataclasses import dataclass, field

from accounts.models import User
from family.models import Household
from tests.factories.family import one_family, separated_parents
from tests.factories.town import (
    FacilityFactory,
    ServiceFactory,
    StaffMembershipFactory,
    UserFactory,
)
from tests.flows.play import Family, Play
from town.models import Service

FAMILY_SIDE = ("parent", "other_parent", "stranger")
STAFF = ("clerk", "colleague", "head", "second_head", "outsider")


@dataclass
class People:
    """The people of one town, in which some démarches are played."""

    families: list[Family]
    staff: dict[str, User] = field(default_factory=dict)

    def family_of(self, household: Household | None) -> Family:
        """The home that asked; the first one for a visitor, who is nobody's yet."""
        homes = {family.household.pk: family for family in self.families}
        return homes.get(household.pk, self.families[0]) if household else self.families[0]

    def who(self, role: str, household: Household | None) -> User:
        """The person who has this role to a case of that home."""
        if role in self.staff:
            return self.staff[role]
        family = self.family_of(household)
        if role == "parent":
            return family.adult.user
        if role == "other_parent" and family.other:
            return family.other.user
        return next(f for f in self.families if f.household.pk != family.household.pk).adult.user


def settle(plays: list[Play], *, families: int = 3, places: int = 2, days: int = 400) -> People:
    """A town in which these démarches can be played, and its people."""
    school = FacilityFactory(service=ServiceFactory(slug="enfance-periscolaire"))
    for play in plays:
        play.settle(places=places, days=days)
    people = People([_family(number, school) for number in range(families)])
    people.staff = _staff()
    return people


def _family(number: int, school) -> Family:
    """One in three is of parents who live apart."""
    if number % 3 == 0:
        (home, adult), (_elsewhere, other), child = separated_parents()
    else:
        home, adult, (child,) = one_family()
        other = None
    child.school, child.level = school, "CE1"
    child.save(update_fields=["school", "level"])
    return Family(home, adult, child, other)


def _staff() -> dict[str, User]:
    """Agents and supervisors of every service that there is, and one of a service apart."""
    services = list(Service.objects.all())
    staff = {role: UserFactory() for role in STAFF}
    for role, user in staff.items():
        for service in services if role != "outsider" else [ServiceFactory(slug="voirie")]:
            StaffMembershipFactory(service=service, user=user, supervisor="head" in role)
    return staff
