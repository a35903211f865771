"""The carte scolaire: which school an address leads to."""

import pytest

from tests.factories.town import FacilityFactory, SchoolDistrictFactory
from town.districts import district_schools, is_outside, school_of_address
from town.streets import number_and_street, street_key

pytestmark = pytest.mark.django_db
HERE, AWAY = "60230", "75011"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12 rue des Tanneurs", (12, "rue des tanneurs")),
        ("12 bis, rue des Tanneurs", (12, "rue des tanneurs")),
        ("3ter rue de l’Abreuvoir", (3, "rue de l abreuvoir")),
        ("7 B avenue du Général-de-Gaulle", (7, "avenue du general de gaulle")),
        ("5 av. du Général de Gaulle", (5, "avenue du general de gaulle")),
        ("PLACE DE L'EGLISE", (None, "place de l eglise")),
        ("", (None, "")),
    ],
)
def test_an_address_is_read_as_people_write_it(written, read):
    assert number_and_street(written) == read
    assert street_key(read[1]) == read[1]


def test_a_whole_street_leads_to_its_school_with_or_without_number():
    school = SchoolDistrictFactory(street="rue de l’Abreuvoir").school
    for address in ("12 rue de l'Abreuvoir", "Rue de l’abreuvoir"):
        assert school_of_address(address, HERE) == school
        assert not is_outside(school, address, HERE)


def test_numbers_and_sides_of_a_street_lead_to_different_schools():
    low = SchoolDistrictFactory(street="rue du Stade", last=20).school
    odd = SchoolDistrictFactory(street="rue du Stade", first=21, parity="odd").school
    even = SchoolDistrictFactory(street="rue du Stade", first=22, parity="even").school
    found = {n: school_of_address(f"{n} rue du Stade", HERE) for n in (20, 21, 22, 23)}
    assert found == {20: low, 21: odd, 22: even, 23: odd}
    assert is_outside(low, "21 rue du Stade", HERE)


def test_an_address_leads_to_a_school_of_each_age_and_one_asks_among_those_of_the_child():
    nursery = SchoolDistrictFactory(street="rue du Clos").school
    primary = SchoolDistrictFactory(street="rue du Clos").school
    other = SchoolDistrictFactory(street="rue Haute").school
    assert set(district_schools("4 rue du Clos", HERE)) == {nursery, primary}
    assert school_of_address("4 rue du Clos", HERE, among=[primary, other]) == primary


def test_a_gap_of_the_map_is_no_other_district():
    school = SchoolDistrictFactory(street="rue du Stade", first=1, last=9).school
    for address in ("4 rue Inconnue", "rue du Stade", "11 rue du Stade"):
        assert district_schools(address, HERE) is None
        assert not is_outside(school, address, HERE)


def test_another_town_is_outside_of_every_district_and_a_town_without_map_asks_nothing():
    school = FacilityFactory()
    assert not is_outside(school, "1 rue du Stade", AWAY)
    SchoolDistrictFactory(street="rue du Stade", school=school)
    assert is_outside(school, "1 rue du Stade", AWAY)
