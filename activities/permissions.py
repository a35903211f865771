"""Who may see what of the activities beside the families: the only place that says so."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import staff_of
from activities.models import Activity
from town.models import Facility

KITCHEN = "restauration-scolaire"  # this service serves every canteen


def canteens_open_to(user: User) -> QuerySet[Facility]:
    """The canteens whose list of meals the person works with: those of one's services, and all
    of them for the people of the kitchen."""
    staff = staff_of(user)
    canteens = Facility.objects.filter(activities__kind=Activity.Kind.CANTEEN).distinct()
    if not staff:
        return canteens.none()
    if KITCHEN in staff.slugs:
        return canteens
    return canteens.filter(service__in=staff.services)
