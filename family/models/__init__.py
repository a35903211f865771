"""The family file: households, adults and their rights, children, entourage, what was read."""

from family.models.care_plan import CarePlan
from family.models.child import Child, Residence
from family.models.diets import DietChange
from family.models.entourage import Contact
from family.models.household import Adult, Household, Membership
from family.models.invitation import Invitation
from family.models.readings import SensitiveReading
from family.models.resources import Allocataire, ChildcareResources, QuotientFamilial
from family.models.rights import Tie
from family.models.sensitive import HealthRecord
from family.models.vaccines import VaccineCheck

__all__ = [
    "Adult",
    "Allocataire",
    "CarePlan",
    "Child",
    "ChildcareResources",
    "Contact",
    "DietChange",
    "HealthRecord",
    "Household",
    "Invitation",
    "Membership",
    "QuotientFamilial",
    "Residence",
    "SensitiveReading",
    "Tie",
    "VaccineCheck",
]
