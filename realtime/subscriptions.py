"""Who may receive what: asked of `cases.permissions` when subscribing and at each delivery."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from accounts.models import User
from cases.bonds import Bond, bonds, bonds_by_reference
from cases.permissions import Level, audiences_at, level_of
from cases.sides import Audience, Side
from cases.wakeup import child_topic, household_topic, service_topic
from family.models import Membership, Tie
from town.models import StaffMembership

if TYPE_CHECKING:
    from realtime.consumer import LiveSocket

FRESH = 2.0  # seconds during which rights just read are good for one more delivery
NEVER = float("-inf")  # when rights were read that must be read again


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may receive of one case and say in it."""

    audiences: frozenset[str] = frozenset()
    side: str = ""
    may_write: bool = False

    @property
    def in_conversation(self) -> bool:
        """Whether the signs of the conversation (read, typing) are for this person too."""
        return Audience.HOUSEHOLD.value in self.audiences


NONE = Rights()


class ListWish(NamedTuple):
    """The lists that one person's page shows."""

    user_id: int
    inbox: bool = False
    home: bool = False


@dataclass(eq=False, slots=True)
class Subscription:
    """One socket's place in one case: the last number it was brought to, and its rights."""

    socket: "LiveSocket"
    case_id: int
    reference: str
    cursor: int
    rights: Rights
    checked: float


@dataclass(frozen=True, slots=True)
class Admitted:
    """A case that the person may follow."""

    case_id: int
    reference: str
    last: int
    rights: Rights


def rights_in(bond: Bond) -> Rights:
    """What this tie, as just read from the database, allows in its case."""
    reached, of_staff = level_of(bond), bool(bond.works_in)
    if reached == Level.NONE:
        return NONE
    return Rights(
        audiences=frozenset(audiences_at(reached, of_staff=of_staff)),
        side=Side.TOWN if of_staff else Side.FAMILY,
        may_write=reached == Level.WRITE,
    )


def admit(user_id: int, references: Collection[str]) -> list[Admitted]:
    """Those of the cases that the person may follow. Missing and forbidden are the same."""
    found = [(bond, rights_in(bond)) for bond in bonds_by_reference(user_id, references)]
    return [
        Admitted(bond.case_id, bond.reference, bond.last_event, rights)
        for bond, rights in found
        if rights.audiences
    ]


def rights_of(user_ids: Collection[int], case_id: int) -> dict[int, Rights]:
    """The rights of several people in one case, read now; those without any are left out."""
    found = {bond.user_id: rights_in(bond) for bond in bonds(user_ids, case_id)}
    return {user_id: rights for user_id, rights in found.items() if rights.audiences}


def list_topics_of(wanted: Iterable[ListWish]) -> dict[ListWish, set[str]]:
    """What each person's inbox and home page listen to; a few queries, however many people."""
    wishes = list(wanted)
    users = {wish.user_id for wish in wishes}
    active = set(User.objects.filter(is_active=True, pk__in=users).values_list("pk", flat=True))
    services, families = _service_topics(active), _family_topics(active)
    topics: dict[ListWish, set[str]] = {}
    for wish in wishes:
        inbox = services[wish.user_id] if wish.inbox else set()
        home = families[wish.user_id] if wish.home else set()
        topics[wish] = inbox | home
    return topics


def _service_topics(users: set[int]) -> defaultdict[int, set[str]]:
    topics: defaultdict[int, set[str]] = defaultdict(set)
    staff = StaffMembership.objects.filter(user__in=users)
    for user, service in staff.values_list("user_id", "service_id"):
        topics[user].add(service_topic(service))
    return topics


def _family_topics(users: set[int]) -> defaultdict[int, set[str]]:
    topics: defaultdict[int, set[str]] = defaultdict(set)
    homes = Membership.objects.filter(adult__user__in=users)
    for user, household in homes.values_list("adult__user_id", "household_id"):
        topics[user].add(household_topic(household))
    ties = Tie.objects.seeing().filter(adult__user__in=users)
    for user, child in ties.values_list("adult__user_id", "child_id"):
        topics[user].add(child_topic(child))
    return topics
