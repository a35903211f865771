"""The family's own pages: what each parent sees, changes and takes back."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from family.models import Contact, Tie
from tests.accounts.test_sign_in import without_token
from tests.factories import town
from tests.factories.accounts import UserFactory
from tests.factories.family import (
    ContactFactory,
    HealthRecordFactory,
    SensitiveReadingFactory,
    one_family,
    separated_parents,
)

pytestmark = pytest.mark.django_db
PAGES = ["family", "profile", "entourage", "co_representative", "readings", "family_history"]
COORDINATES = {
    "street": "9 quai de l’Esches",
    "complement": "",
    "postcode": "60230",
    "city": "Chambly",
    "mobile": "07 98 76 54 32",
    "phone": "",
}
NEIGHBOUR = {
    "first_name": "Odile",
    "last_name": "Marchand",
    "link": "Voisine",
    "phone": "03 44 00 11 22",
    "may_collect": "on",
}


def page(client, name: str, *args) -> str:
    """A page of the family, as text."""
    response = client.get(reverse(f"portal:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_families_only(client, name):
    url = reverse(f"portal:{name}")
    assert client.get(url).status_code == 302
    for stranger in (town.agent(), UserFactory(), UserFactory(administrator=True)):
        client.force_login(stranger)
        assert client.get(url).status_code == 404


def test_each_parent_sees_the_child_and_not_the_others_home(client):
    (home_a, mother), (home_b, father), child = separated_parents()
    ContactFactory(child=child, household=home_a, first_name="Yvonne", phone="+33344556677")
    client.force_login(father.user)
    everything = " ".join(
        [page(client, name) for name in PAGES] + [page(client, "child", child.public_id)]
    )
    assert child.first_name in everything
    assert home_b.street in everything
    for hidden in (home_a.street, home_a.name, mother.email, "06\u00a011\u00a011", "44\u00a055"):
        assert hidden not in everything
    assert "L’autre foyer" in everything
    assert "Yvonne" in everything  # who may collect is known to both


def test_a_judgment_closes_the_childs_card(client):
    (_home, _mother), (_home_b, father), child = separated_parents()
    Tie.objects.filter(adult=father).update(may_see=False)
    client.force_login(father.user)
    assert client.get(reverse("portal:child", args=[child.public_id])).status_code == 404
    assert child.first_name not in page(client, "family")


def test_health_is_shown_by_the_tie_only(client):
    _home, mother, (child,) = one_family()
    HealthRecordFactory(child=child, pai=True)
    client.force_login(mother.user)
    assert "Arachide" in page(client, "child", child.public_id)
    client.force_login(one_family()[1].user)
    response = client.get(reverse("portal:child", args=[child.public_id]))
    assert response.status_code == 404


def test_missing_and_forbidden_pages_are_alike(client):
    _home, _mother, (child,) = one_family()
    client.force_login(one_family()[1].user)
    answers = {
        (r.status_code, without_token(r.content.decode()).replace(str(i), ""))
        for i in (child.public_id, uuid.uuid4())
        for r in [client.get(reverse("portal:child", args=[i]))]
    }
    assert len(answers) == 1


def test_coordinates_are_changed_together(client):
    household, mother, _children = one_family()
    client.force_login(mother.user)
    response = client.post(reverse("portal:profile"), COORDINATES, follow=True)
    assert "Vos coordonnées sont à jour" in response.content.decode()
    household.refresh_from_db()
    mother.refresh_from_db()
    assert (household.street, mother.mobile) == ("9 quai de l’Esches", "+33798765432")
    assert "12 rue des Lilas → 9 quai" in page(client, "family_history")


@pytest.mark.parametrize(
    ("wrong", "value"), [("postcode", "6023"), ("mobile", "06 12"), ("street", "")]
)
def test_a_refused_form_keeps_what_was_typed_and_changes_nothing(client, wrong, value):
    household, mother, _children = one_family()
    client.force_login(mother.user)
    response = client.post(reverse("portal:profile"), {**COORDINATES, wrong: value})
    text = response.content.decode()
    assert response.status_code == 422
    assert "error-summary" in text
    assert f'href="#id_{wrong}"' in text
    for name, typed in {**COORDINATES, wrong: value}.items():
        if typed:
            assert f'name="{name}" value="{typed}"' in text
    household.refresh_from_db()
    assert household.street == "12 rue des Lilas"


def test_someone_of_the_entourage_is_added_changed_removed_and_put_back(client):
    _home, mother, (child,) = one_family()
    client.force_login(mother.user)
    client.post(reverse("portal:contact_add", args=[child.public_id]), NEIGHBOUR)
    contact = Contact.objects.get()
    assert (contact.phone, contact.may_collect, contact.may_be_called) == (
        "+33344001122",
        True,
        False,
    )
    url = reverse("portal:contact", args=[contact.public_id])
    client.post(url, {**NEIGHBOUR, "link": "Nourrice"})
    contact.refresh_from_db()
    assert contact.link == "Nourrice"
    gone = client.post(reverse("portal:contact_remove", args=[contact.public_id]), follow=True)
    assert not Contact.objects.exists()
    back = reverse("portal:contact_restore", args=[contact.public_id])
    assert back in gone.content.decode()
    for _click in range(2):
        client.post(back)
    restored = Contact.objects.get()
    assert (restored.public_id, restored.link) == (contact.public_id, "Nourrice")


def test_the_entourage_of_others_is_out_of_reach(client):
    household, mother, (child,) = one_family()
    contact = ContactFactory(child=child, household=household)
    (_a, _mother), (_b, father), _child = separated_parents()
    for user in (one_family()[1].user, father.user, town.agent()):
        client.force_login(user)
        for name, target in (
            ("contact", contact),
            ("contact_remove", contact),
            ("contact_restore", contact),
            ("contact_add", child),
        ):
            url = reverse(f"portal:{name}", args=[target.public_id])
            assert client.post(url, NEIGHBOUR).status_code == 404
    client.force_login(mother.user)
    client.post(reverse("portal:contact_remove", args=[contact.public_id]))
    client.force_login(father.user)
    url = reverse("portal:contact_restore", args=[contact.public_id])
    assert client.post(url).status_code == 404
    assert not Contact.objects.exists()


def test_someone_is_named_for_something(client):
    _home, mother, (child,) = one_family()
    client.force_login(mother.user)
    data = {name: value for name, value in NEIGHBOUR.items() if name != "may_collect"}
    response = client.post(reverse("portal:contact_add", args=[child.public_id]), data)
    assert response.status_code == 422
    assert "Cochez au moins une case" in response.content.decode()


def test_parents_see_who_read_the_sensitive_sections(client):
    _home, mother, (child,) = one_family()
    agent = town.agent(first_name="Odile", last_name="Morel")
    SensitiveReadingFactory(child=child, reader=agent, case_reference="7F3K-9QZP")
    SensitiveReadingFactory(case_reference="ANOTHER")
    client.force_login(mother.user)
    text = page(client, "readings")
    assert "Odile Morel" in text
    assert "7F3K-9QZP" in text
    assert "ANOTHER" not in text


def test_readings_are_paged_without_loss(client):
    _home, mother, (child,) = one_family()
    agent = town.agent()
    for n in range(35):
        SensitiveReadingFactory(child=child, reader=agent, case_reference=f"CASE{n:03d}")
    client.force_login(mother.user)
    first = page(client, "readings")
    following = client.get(
        reverse("portal:readings"), {"avant": first.split("avant=")[1].split('"')[0]}
    ).content.decode()
    seen = [f"CASE{n:03d}" for n in range(35) if f"CASE{n:03d}" in first + following]
    assert len(seen) == 35
    assert "CASE034" not in following


@pytest.mark.parametrize("name", PAGES)
def test_pages_take_the_same_queries_whatever_the_family(client, name):
    counts = []
    for size in (1, 3):
        household, mother, kids = one_family(children=size)
        for kid in kids:
            ContactFactory(child=kid, household=household)
            SensitiveReadingFactory(child=kid)
        client.force_login(mother.user)
        with CaptureQueriesContext(connection) as queries:
            page(client, name)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 30
