"""Who may read a family's bank account and income, and who reviews prices: the only place that
says so.

Denied by default. A family's representatives see theirs, the account masked. Staff read them
only for a task of theirs that needs them (`cases.permissions.section_open_to` says when), and
each such reading is logged by the door.
"""

from enum import IntEnum

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import staff_of
from billing.models import PriceReview
from family.models import Household, Membership, SensitiveReading
from family.permissions import KEEPERS

Section = SensitiveReading.Section


class Level(IntEnum):
    """How much of it one may read."""

    NONE = 0
    MASKED = 1  # that there is an account, and how it begins and ends
    WHOLE = 2


def bank_level(
    user: User | AnonymousUser, household: Household | None, *, for_task: bool = False
) -> Level:
    """The household's bank account: whole for nobody but the agent who must check it."""
    if _is_staff(user):
        return Level.WHOLE if for_task else Level.NONE
    return Level.MASKED if _keeps(user, household) else Level.NONE


def income_level(
    user: User | AnonymousUser, household: Household | None, *, for_task: bool = False
) -> Level:
    """The household's resources and quotient familial."""
    if _is_staff(user):
        return Level.WHOLE if for_task else Level.NONE
    return Level.WHOLE if _keeps(user, household) else Level.NONE


def section_level(
    user: User | AnonymousUser,
    section: str,
    household: Household | None,
    *,
    for_task: bool = False,
) -> Level:
    """The same, by the section's name; NONE for what is no section of this room."""
    rules = {Section.BANK: bank_level, Section.INCOME: income_level}
    rule = rules.get(Section(section)) if section in Section.values else None
    return rule(user, household, for_task=for_task) if rule else Level.NONE


def bills(user: User) -> bool:
    """Whether the person works in the service that bills."""
    return settings.BILLING_SERVICE in staff_of(user).slugs


def price_reviews_open_to(user: User) -> QuerySet[PriceReview]:
    """The prices to look at anew: those of the billing service have them all, others none."""
    return PriceReview.objects.all() if bills(user) else PriceReview.objects.none()


def _is_staff(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active and bool(staff_of(user))


def _keeps(user: User | AnonymousUser, household: Household | None) -> bool:
    if not user.is_authenticated or not user.is_active or household is None:
        return False
    homes = Membership.objects.filter(household=household, role__in=KEEPERS)
    return homes.filter(adult__user=user).exists()
