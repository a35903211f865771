"""Opening the file of a family that the town did not know."""

import secrets

from accounts.models import User
from family.changes import recorded
from family.models import Adult, Household, Membership

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
