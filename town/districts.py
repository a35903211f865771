"""The carte scolaire: which school the children of an address go to (code de l’éducation L212-7).

A child may go to another one by exception, which the mayor grants or not: a dérogation.
"""

from collections.abc import Iterable

from django.conf import settings

from town.models import Facility, SchoolDistrict
from town.streets import number_and_street


def district_schools(street: str, postcode: str) -> list[Facility] | None:
    """The schools that an address leads to, nursery and elementary alike.

    None when the town cannot say: it keeps no districts, or its map does not know the street.
    An address of another town leads to none of its schools.
    """
    if postcode not in settings.TOWN_POSTCODES:
        return [] if SchoolDistrict.objects.exists() else None
    number, key = number_and_street(street)
    rows = list(SchoolDistrict.objects.filter(key=key).select_related("school"))
    schools = {row.school_id: row.school for row in rows if row.holds(number)}
    # A number beyond every stretch, or none at all, is a gap of the map: no family pays for it.
    return list(schools.values()) or None


def school_of_address(
    street: str, postcode: str, *, among: Iterable[Facility] | None = None
) -> Facility | None:
    """The school of an address, among those that take children of the age, when it is known."""
    schools = district_schools(street, postcode) or []
    wanted = None if among is None else {school.pk for school in among}
    return next((s for s in schools if wanted is None or s.pk in wanted), None)


def is_outside(school: Facility, street: str, postcode: str) -> bool:
    """Whether an address is surely of another district than this school’s."""
    schools = district_schools(street, postcode)
    return schools is not None and school.pk not in {found.pk for found in schools}
