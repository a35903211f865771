"""The carte scolaire of the demo town: the streets of the centre, and all the others."""

from demo.names import CENTRE, STREETS
from demo.town.ground import Ground
from town.models import SchoolDistrict

OF_CENTRE, OF_THE_REST = ("tilleuls", "pont-vert"), ("quatre-vents",)


def build_districts(ground: Ground) -> None:
    """Each street leads to a nursery and an elementary school, or to the one that is both."""
    for street in STREETS:
        for slug in OF_CENTRE if street in CENTRE else OF_THE_REST:
            SchoolDistrict.objects.create(school=ground.facilities[slug], street=street)
