"""A place in a school: by the district of the home, or by exception (dérogation)."""

from activities.models import Activity, Group
from family.models import Household
from town.districts import district_schools, is_outside
from town.models import Facility


def is_school_place(group: Group | None) -> bool:
    """Whether the group is a school’s own, not what is around its classes.

    What is for a school’s pupils alone asks nothing of the district: the pupil was admitted.
    """
    return group is not None and group.activity.kind == Activity.Kind.SCHOOL


def needs_exemption(group: Group | None, home: Household | None) -> bool:
    """Whether a child of this home may have the place by exception only."""
    if group is None or home is None or not is_school_place(group):
        return False
    return is_outside(group.activity.facility, home.street, home.postcode)


def schools_of_home(home: Household | None) -> list[Facility]:
    """The schools of a home’s district; none when nobody can say, or in another town."""
    return district_schools(home.street, home.postcode) or [] if home else []
