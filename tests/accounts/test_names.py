"""Names are compared alike in Python and in SQL."""

import pytest

from accounts.models import User
from accounts.names import Folded, Plain, folded, plain
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    ("name", "searched", "matched"),
    [
        ("Léa-Maïté  O’Neil", "lea maite o neil", "leamaiteoneil"),
        ("Cœurdevey", "coeurdevey", "coeurdevey"),
        ("Strauß", "strauss", "strauss"),
    ],
)
def test_accents_capitals_and_ligatures_do_not_count(name, searched, matched):
    assert (folded(name), plain(name)) == (searched, matched)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Léa-Maïté O’Neil", "Œuvray-Çelik", "Strauß d'Ægidius", "DVOŘÁK"])
def test_the_database_finds_what_python_means(name):
    UserFactory(last_name=name)
    rows = User.objects.annotate(folded=Folded("last_name"), plainly=Plain("last_name"))
    row = rows.get(last_name=name)
    assert " ".join(row.folded.split()) == folded(name)
    assert row.plainly == plain(name)
