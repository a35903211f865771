"""Writing to the file: kept with who, when and through which case; taking back what was removed."""

from datetime import timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.timezone import now

from family import changes
from family.history import history_for
from family.models import Contact, HealthRecord, QuotientFamilial, Tie
from family.permissions import reader_of
from family.phones import parse_phone, shown_phone
from tests.factories import town
from tests.factories.family import (
    ContactFactory,
    HealthRecordFactory,
    QuotientFamilialFactory,
    one_family,
    separated_parents,
)

pytestmark = pytest.mark.django_db
ADDRESS = {
    "street": "9 quai de l’Esches",
    "complement": "Bât. B",
    "postcode": "60230",
    "city": "Chambly",
}


def sentences(user) -> list[str]:
    """What the person's history says, newest first."""
    return [change.sentence.replace("\u00a0", " ") for change in history_for(reader_of(user))]


def test_a_change_is_kept_with_who_when_and_through_which_case():
    household, mother, _children = one_family()
    agent = town.agent(first_name="Odile", last_name="Morel")
    changes.update_address(user=agent, household=household, case="7F3K-9QZP", **ADDRESS)
    (latest,) = [c for c in history_for(reader_of(mother.user)) if "rue des Lilas" in c.sentence]
    assert "12 rue des Lilas → 9 quai de l’Esches" in latest.sentence
    assert (latest.who, latest.by_staff, latest.case) == ("Odile Morel", True, "7F3K-9QZP")
    assert abs(latest.at - now()) < timedelta(minutes=1)


def test_writing_the_same_again_changes_nothing():
    household, mother, _children = one_family()
    assert changes.update_address(user=mother.user, household=household, **ADDRESS)
    count = len(sentences(mother.user))
    assert not changes.update_address(user=mother.user, household=household, **ADDRESS)
    assert len(sentences(mother.user)) == count


def test_phones_and_address_change_together_or_not_at_all():
    household, mother, _children = one_family()
    with pytest.raises(FieldDoesNotExist):
        changes.update_coordinates(
            user=mother.user,
            adult=mother,
            household=household,
            address={"no_such_field": "x"},
            mobile="+33700000000",
            phone="",
        )
    mother.refresh_from_db()
    assert mother.mobile == "+33612345678"


def test_history_says_phones_rights_health_and_quotient_in_french():
    household, mother, (child,) = one_family()
    user = mother.user
    changes.update_phones(user=user, adult=mother, mobile="+33798765432", phone="")
    changes.set_tie_rights(user=user, tie=Tie.objects.get(), may_collect=False)
    HealthRecordFactory(child=child)
    with changes.recorded(user=user):
        HealthRecord.objects.get().delete()
        QuotientFamilialFactory(household=household)
        QuotientFamilial.objects.get().save()
    said = sentences(user)
    assert any("06 12 34 56 78 → 07 98 76 54 32" in s for s in said)
    assert any(s.endswith("peut venir chercher : oui → non") for s in said)
    assert any(s.startswith("Fiche santé de Enfant0") for s in said)
    assert "Quotient familial : ajout" in said


def test_health_says_that_it_changed_and_never_what():
    _home, mother, (child,) = one_family()
    record = HealthRecordFactory(child=child)
    record.allergies = "Arachide"
    with changes.recorded(user=mother.user):
        record.save()
    said = sentences(mother.user)
    assert "Fiche santé de Enfant0 : modification" in said
    assert not any("Arachide" in s for s in said)


def test_the_other_parent_reads_nothing_of_the_home_where_he_does_not_live():
    (home_a, mother), (_home_b, father), child = separated_parents()
    changes.update_address(user=mother.user, household=home_a, **ADDRESS)
    changes.update_phones(user=mother.user, adult=mother, mobile="+33798765432", phone="")
    ContactFactory(child=child, household=home_a, first_name="Yvonne")
    seen = " ".join(sentences(father.user))
    assert "quai de l’Esches" not in seen
    assert "07 98" not in seen
    assert "Yvonne" not in seen
    assert "quai de l’Esches" in " ".join(sentences(mother.user))


def test_a_right_taken_back_closes_the_history_too():
    _home, mother, (child,) = one_family()
    changes.set_tie_rights(user=None, tie=Tie.objects.get(), may_see=False)
    assert not any(child.first_name in s for s in sentences(mother.user))


def test_only_rights_are_set_as_rights():
    one_family()
    with pytest.raises(TypeError):
        changes.set_tie_rights(user=None, tie=Tie.objects.get(), adult_id=1)


def test_someone_taken_out_of_the_entourage_comes_back_as_he_was():
    household, mother, (child,) = one_family()
    contact = changes.add_contact(
        user=mother.user,
        child=child,
        household=household,
        first_name="Odile",
        last_name="Marchand",
        link="Voisine",
        phone="+33344001122",
        may_collect=True,
        may_be_called=False,
    )
    public_id = contact.public_id
    changes.remove_contact(user=mother.user, contact=contact)
    assert not Contact.objects.exists()
    back = changes.restore_contact(user=mother.user, public_id=public_id)
    assert (back.first_name, back.phone, back.may_collect, back.may_be_called) == (
        "Odile",
        "+33344001122",
        True,
        False,
    )
    assert changes.restore_contact(user=mother.user, public_id=public_id) is None
    assert Contact.objects.count() == 1
    assert [s for s in sentences(mother.user) if s.startswith("Odile")] == [
        "Odile Marchand, entourage de Enfant0 : ajout",
        "Odile Marchand, entourage de Enfant0 : retrait",
        "Odile Marchand, entourage de Enfant0 : ajout",
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_history_takes_the_same_queries_whatever_its_length(django_assert_num_queries, size):
    household, mother, _children = one_family()
    for n in range(size):
        changes.update_address(
            user=mother.user, household=household, **{**ADDRESS, "street": f"{n} rue Neuve"}
        )
    with django_assert_num_queries(20):
        assert len(sentences(mother.user)) >= size


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("06 12 34 56 78", "+33612345678", "06 12 34 56 78"),
        ("06.12.34.56.78", "+33612345678", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "+33612345678", "06 12 34 56 78"),
        ("0032 470 12 34 56", "+32470123456", "+32 470 12 34 56"),
        ("", "", ""),
    ],
)
def test_phones_are_kept_one_way_and_shown_as_france_writes_them(typed, kept, shown):
    assert parse_phone(typed) == kept
    assert shown_phone(kept).replace("\u00a0", " ") == shown


@pytest.mark.parametrize("typed", ["06 12 34 56", "bonjour", "00 00 00 00 00", "+999 12345678"])
def test_numbers_that_cannot_be_are_refused(typed):
    with pytest.raises(ValidationError):
        parse_phone(typed)
