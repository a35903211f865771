"""A family's file as a member of staff reads it beside a case or at the counter.

Names, ties, ways to reach people. Health, income and bank data are other sections, each read
only for a task that needs it, and logged.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from family.models import Adult, Child, Contact, Household, Membership, Residence, Tie


@dataclass(frozen=True)
class TieCard:
    """An adult's tie to one child, and what it allows."""

    tie: Tie
    child: Child


@dataclass(frozen=True)
class AdultCard:
    """An adult of the home: place in it, ways to reach, ties to its children."""

    adult: Adult
    role: str
    ties: list[TieCard] = field(default_factory=list)


@dataclass(frozen=True)
class ChildCard:
    """A child of the home: age, school, other parent elsewhere, people around."""

    child: Child
    age: int
    pattern: str  # how he or she lives in this home
    elsewhere: list[Tie] = field(default_factory=list)  # adults of other homes
    contacts: list[Contact] = field(default_factory=list)


@dataclass(frozen=True)
class FamilyFile:
    """A household and all who belong to it."""

    household: Household
    adults: list[AdultCard]
    children: list[ChildCard]


def family_file(household: Household, day: date | None = None) -> FamilyFile:
    """The file of a household, in four queries whatever its size."""
    members = list(Membership.objects.filter(household=household).select_related("adult"))
    homes = Residence.objects.filter(household=household).select_related("child__school")
    residences = sorted(homes, key=lambda home: home.child.birth_date)
    children = {home.child_id: home.child for home in residences}
    ties = list(Tie.objects.filter(child__in=children).select_related("adult"))
    contacts = list(Contact.objects.filter(child__in=children, household=household))
    return FamilyFile(
        household,
        [_adult(member, ties, children) for member in sorted(members, key=_rank)],
        [_child(home, members, ties, contacts, day or localdate()) for home in residences],
    )


def _rank(member: Membership) -> tuple[int, str]:
    return Membership.Role.values.index(member.role), member.adult.first_name


def _adult(member: Membership, ties: list[Tie], children: dict[int, Child]) -> AdultCard:
    own = [TieCard(t, children[t.child_id]) for t in ties if t.adult_id == member.adult_id]
    return AdultCard(member.adult, member.get_role_display(), own)


def _child(
    home: Residence,
    members: list[Membership],
    ties: list[Tie],
    contacts: list[Contact],
    day: date,
) -> ChildCard:
    at_home = {member.adult_id for member in members}
    return ChildCard(
        home.child,
        home.child.age_on(day),
        "" if home.pattern == Residence.Pattern.FULL else home.get_pattern_display(),
        [t for t in ties if t.child_id == home.child_id and t.adult_id not in at_home],
        [c for c in contacts if c.child_id == home.child_id],
    )
