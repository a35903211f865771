"""Who may see or change what of the family file: the only place that says so.

A family member's rights come from two facts: the homes where he or she lives (`Membership`),
and the tie to each child (`Tie`). Staff have none of their own: they read a file through a case
of their service, and say so (`through_case=True`) once `cases.permissions` let them open it.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.roles import staff_of
from family.models import Adult, Child, Contact, Household, Membership, Residence, Tie

KEEPERS = frozenset({Membership.Role.REPRESENTATIVE, Membership.Role.CO_REPRESENTATIVE})


class Level(IntEnum):
    """What someone may do with a part of the file."""

    NONE = 0
    OVERVIEW = 1  # the name, not where one lives nor how to call
    READ = 2
    WRITE = 3


@dataclass(frozen=True)
class FamilyReader:
    """One person's place in the families, loaded once for a page: then no query a row."""

    adult: Adult | None = None
    roles: dict[int, str] = field(default_factory=dict)  # household → role
    ties: dict[int, Tie] = field(default_factory=dict)  # child → tie
    through_case: bool = False

    @cached_property
    def homes_of_children(self) -> dict[int, set[int]]:
        """Child → households, for the children of my homes and those tied to me."""
        about = Q(household__in=self.roles) | Q(child__in=self.ties)
        children = Residence.objects.filter(about).values("child")
        homes: dict[int, set[int]] = {}
        rows = Residence.objects.filter(child__in=children).values_list("child", "household")
        for child, household in rows:
            homes.setdefault(child, set()).add(household)
        return homes

    @cached_property
    def known_adults(self) -> dict[int, Level]:
        """Adult → level: those of my homes, and those tied to a child that I may see."""
        seen = [child for child, tie in self.ties.items() if tie.may_see]
        known = dict.fromkeys(
            Tie.objects.filter(child__in=seen).values_list("adult", flat=True), Level.OVERVIEW
        )
        mates = Membership.objects.filter(household__in=self.roles)
        known.update(dict.fromkeys(mates.values_list("adult", flat=True), Level.READ))
        return known

    def household(self, household: Household) -> Level:
        """The address and who lives there.

        Its representatives write; its other members read. The home of a child's other parent is
        only known to exist.
        """
        if household.pk in self.roles:
            keeps = self.roles[household.pk] in KEEPERS
            return Level.WRITE if keeps else Level.READ
        for child, tie in self.ties.items():
            if tie.may_see and household.pk in self.homes_of_children.get(child, ()):
                return Level.OVERVIEW
        return self._staff()

    def an_adult(self, adult: Adult) -> Level:
        """Names, phones and e-mail: one's own to write, those of one's home to read.

        The other parent, who lives elsewhere, is a name.
        """
        if self.adult is not None and adult.pk == self.adult.pk:
            return Level.WRITE
        return self.known_adults.get(adult.pk, self._staff())

    def child(self, child: Child) -> Level:
        """School, homes, démarches: by the tie. Someone of the home without tie knows the name.

        A judgment that takes the right to see leaves nothing, in the same home or not.
        """
        tie = self.ties.get(child.pk)
        if tie is not None:
            if not tie.may_see:
                return self._staff()
            return Level.WRITE if tie.may_decide else Level.READ
        at_home = self.homes_of_children.get(child.pk, set()) & set(self.roles)
        return Level.OVERVIEW if at_home else self._staff()

    def health(self, child: Child) -> Level:
        """The health section: only by a tie that lets see; for staff, only through a case."""
        level = self.child(child)
        return level if level >= Level.READ else Level.NONE

    def contact(self, contact: Contact) -> Level:
        """Someone of the entourage: the home that named them keeps them.

        The other home knows who may collect the child, not how to call them.
        """
        child = self.child(contact.child)
        if child < Level.READ:
            return Level.NONE
        if contact.household_id in self.roles or self.through_case:
            return self._entourage(contact.household_id, child)
        return Level.OVERVIEW

    def entourage(self, child: Child, household: Household) -> Level:
        """Whether one may name people around this child for this home: WRITE, or not at all."""
        at_home = household.pk in self.homes_of_children.get(child.pk, ())
        level = self._entourage(household.pk, self.child(child))
        return level if at_home and level == Level.WRITE else Level.NONE

    def _entourage(self, household_id: int, child: Level) -> Level:
        """Who collects a child is a parent's decision: representatives who may decide."""
        keeps = self.roles.get(household_id) in KEEPERS
        return Level.WRITE if keeps and child >= Level.WRITE else Level.READ

    def _staff(self) -> Level:
        return Level.READ if self.through_case else Level.NONE


def reader_of(user: User, *, through_case: bool = False) -> FamilyReader:
    """The person's place in the families: two queries, and two more when asked for."""
    if not user.is_authenticated or not user.is_active:
        return FamilyReader()
    adult = Adult.objects.filter(user=user).first()
    if adult is None:
        return FamilyReader(through_case=through_case)
    return FamilyReader(
        adult=adult,
        roles=dict(adult.memberships.values_list("household", "role")),
        ties={tie.child_id: tie for tie in adult.ties.all()},
        through_case=through_case,
    )


def household_level(user: User, household: Household) -> Level:
    """What the person may do with a household."""
    return reader_of(user).household(household)


def adult_level(user: User, adult: Adult) -> Level:
    """What the person may do with an adult's card."""
    return reader_of(user).an_adult(adult)


def child_level(user: User, child: Child) -> Level:
    """What the person may do with a child's card; WRITE also lets file a démarche for it."""
    return reader_of(user).child(child)


def health_level(user: User, child: Child) -> Level:
    """What the person may do with a child's health section."""
    return reader_of(user).health(child)


def contact_level(user: User, contact: Contact) -> Level:
    """What the person may do with someone of the entourage."""
    return reader_of(user).contact(contact)


def households_of(user: User) -> QuerySet[Household]:
    """The homes where the person lives."""
    return Household.objects.filter(memberships__adult__user=user) if _signed(user) else _none()


def children_of(user: User, need: Level = Level.READ) -> QuerySet[Child]:
    """The children on whom the person has at least this level (READ or WRITE)."""
    if not _signed(user):
        return Child.objects.none()
    ties = Tie.objects.filter(adult__user=user).seeing()
    if need >= Level.WRITE:
        ties = ties.deciding()
    return Child.objects.filter(pk__in=ties.values("child"))


def child_for(user: User, public_id: UUID, need: Level = Level.READ) -> Child:
    """The child, if the person has this level; the same 404 for missing and forbidden."""
    child = Child.objects.select_related("school").filter(public_id=public_id).first()
    if child is None or child_level(user, child) < need:
        raise Http404
    return child


def household_for(user: User, public_id: UUID, need: Level = Level.READ) -> Household:
    """The household, if the person has this level; the same 404 for missing and forbidden."""
    household = Household.objects.filter(public_id=public_id).first()
    if household is None or household_level(user, household) < need:
        raise Http404
    return household


def contact_for(user: User, public_id: UUID, need: Level = Level.READ) -> Contact:
    """Someone of the entourage, if the person has this level; the same 404 otherwise."""
    contacts = Contact.objects.select_related("child", "household")
    contact = contacts.filter(public_id=public_id).first()
    if contact is None or contact_level(user, contact) < need:
        raise Http404
    return contact


def keeps_home(adult: Adult, household: Household) -> bool:
    """Whether the adult answers for the home: its representative or co-representative."""
    return adult.memberships.filter(household=household, role__in=KEEPERS).exists()


def may_invite(user: User, adult: Adult) -> bool:
    """A household's representative may invite its co-representative to an own account.

    Only to the address on file: an address typed by one parent must not open the other's account.
    """
    if not _signed(user) or adult.user_id or not adult.email:
        return False
    mine = Membership.objects.filter(adult__user=user, role=Membership.Role.REPRESENTATIVE)
    return adult.memberships.filter(
        role=Membership.Role.CO_REPRESENTATIVE, household__in=mine.values("household")
    ).exists()


def _signed(user: User) -> bool:
    return user.is_authenticated and user.is_active


def _none() -> QuerySet[Household]:
    return Household.objects.none()


def household_at_counter(user: User, public_id: UUID) -> Household:
    """The household of somebody who stands at the counter: any, for the people of the services.

    The same 404 for missing and forbidden.
    """
    household = Household.objects.filter(public_id=public_id).first()
    if household is None or not staff_of(user):
        raise Http404
    return household


def other_parents(child: Child, household: Household) -> QuerySet[Adult]:
    """Adults of other homes who may see what concerns the child, and have an e-mail address."""
    seeing = Adult.objects.filter(ties__child=child, ties__may_see=True).exclude(email="")
    return seeing.exclude(households=household).select_related("user").distinct()
