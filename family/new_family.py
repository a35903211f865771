"""Opening the file of a family that the town did not know."""

import secrets
from typing import Any

from accounts.models import User
from family.changes import recorded
from family.models import Adult, Child, Household, Membership, Residence, Tie

LINKS = {"mme": Tie.Link.MOTHER, "m": Tie.Link.FATHER}
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A household's number, free and not guessable: « F7K3QX9ZP »."""
    while True:
        reference = "F" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Household.objects.filter(reference=reference).exists():
            return reference


def open_household(
    *, user: User | None, case: str, adult: dict[str, str], address: dict[str, str]
) -> tuple[Household, Adult]:
    """A home and its representative; children are added with their papers."""
    with recorded(user=user, case=case):
        household = Household.objects.create(
            reference=new_reference(), name=f"Famille {adult['last_name']}", **address
        )
        person = Adult.objects.create(**adult)
        Membership.objects.create(
            household=household, adult=person, role=Membership.Role.REPRESENTATIVE
        )
    return household, person


def add_child(
    *, user: User | None, case: str, household: Household, parents: list[Adult], **facts: Any
) -> Child:
    """A child who is born into a home; both parents hold authority (C. civ. art. 372)."""
    rights = dict.fromkeys(("has_authority", "may_see", "may_decide", "may_collect", "pays"), True)
    with recorded(user=user, case=case):
        child = Child.objects.create(**facts)
        Residence.objects.create(child=child, household=household)
        for parent in parents:
            link = LINKS.get(parent.title, Tie.Link.OTHER)
            Tie.objects.create(adult=parent, child=child, link=link, **rights)
    return child


def add_adult(*, user: User | None, case: str, household: Household, **facts: Any) -> Adult:
    """Somebody who comes to live in a home: without any right over its children by that alone."""
    with recorded(user=user, case=case):
        adult = Adult.objects.create(**facts)
        Membership.objects.create(household=household, adult=adult, role=Membership.Role.MEMBER)
    return adult
