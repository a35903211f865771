"""The family file: households, adults and their rights, children, entourage, what was read."""

from family.models.child import Child, Residence
from family.models.entourage import Contact
from family.models.household import Adult, Household, Membership
from family.models.invitation import Invitation
from family.models.readings import SensitiveReading
from family.models.resources import Allocataire, ChildcareResources, QuotientFamilial
from family.models.rights import Tie
from family.models.sensitive import HealthRecord

__all__ = [
    "Adult",
    "Allocataire",
    "Child",
    "ChildcareResources",
    "Contact",
    "HealthRecord",
    "Household",
    "Invitation",
    "Membership",
    "QuotientFamilial",
    "Residence",
    "SensitiveReading",
    "Tie",
]
