"""Recognising a family from what someone wrote, whatever the accents and hyphens."""

import pytest

from family.matching import LIKELY, Wanted, alike, candidates
from tests.factories.family import AdultFactory, ChildFactory, HouseholdFactory, MembershipFactory

pytestmark = pytest.mark.django_db
WANTED = Wanted(
    first_name="Zoé",
    last_name="Le Goff-Martin",
    street="12 rue des Lilas",
    postcode="60230",
    email="zoe@exemple.fr",
    children=("Noé", "Marie-Lou"),
)


def home(first_name="Zoé", last_name="Le Goff-Martin", children=("Noé", "Marie-Lou"), **adult):
    """A family on file."""
    household = HouseholdFactory(**adult.pop("at", {}))
    person = AdultFactory(first_name=first_name, last_name=last_name, **adult)
    MembershipFactory(household=household, adult=person)
    for name in children:
        ChildFactory(first_name=name, homes=[household])
    return person


def test_the_same_facts_are_certain_and_explained():
    person = home(email="zoe@exemple.fr")
    (found,) = candidates(WANTED)
    assert (found.adult, found.score) == (person, 100)
    assert found.likely
    assert "nom identique" in found.reasons
    assert "e-mail identique" in found.reasons


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("LE GOFF MARTIN", "ZOE"),
        ("legoff-martin", "zoé"),
        ("Le Goff", "Zoé"),
        ("Martin", "Zoë"),
        ("Legof-Martin", "Zoé"),
    ],
)
def test_accents_capitals_hyphens_and_half_names_do_not_matter(written, first):
    person = home(email="", at={"street": "12, rue des LILAS"})
    wanted = Wanted(first, written, "12 Rue des Lilas", "60230", "", ("noe", "marie lou"))
    found = candidates(wanted)
    assert found[0].adult == person
    assert found[0].score >= LIKELY


def test_a_birth_name_counts_as_the_name():
    person = home(last_name="Dupont", birth_name="Le Goff")
    wanted = Wanted("Zoé", "Le Goff", "12 rue des Lilas", "60230", "", ("Noé",))
    assert candidates(wanted)[0].adult == person


def test_a_stranger_has_no_candidate():
    home(first_name="Amina", last_name="Lefèvre", children=("Lina",))
    assert candidates(WANTED) == []


def test_the_best_come_first_and_few():
    for n in range(6):
        home(children=("Autre",), at={"street": f"{n} avenue du Stade"})
    best = home()
    found = candidates(WANTED)
    assert len(found) == 3
    assert found[0].adult == best
    assert found[0].score > found[1].score


def test_same_street_number_elsewhere_is_not_the_address():
    home(at={"postcode": "75001"}, email="")
    (found,) = candidates(WANTED)
    assert not any(reason.startswith("adresse") for reason in found.reasons)


def test_names_that_only_begin_alike_are_not_alike():
    assert alike("Martin", "Martinet") == pytest.approx(0.857, abs=0.01)
    assert alike("Martin", "Marchand") == 0
    assert alike("", "") == 0


@pytest.mark.parametrize("size", [1, 3])
def test_matching_takes_the_same_queries(django_assert_num_queries, size):
    for _n in range(size):
        home()
    with django_assert_num_queries(7):
        found = candidates(WANTED)
    assert len(found) == size
