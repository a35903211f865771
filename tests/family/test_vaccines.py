"""The legal list by birth date, and what a check means as time goes by."""

from datetime import date

import pytest

from family.models import VaccineCheck
from family.vaccines import (
    State,
    Vaccine,
    due_by,
    last_check,
    note_check,
    required,
    standing,
)
from tests.factories.accounts import UserFactory
from tests.factories.family import ChildFactory

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("born", "day", "number", "meningo"),
    [
        (date(2017, 12, 31), TODAY, 3, set()),
        (date(2018, 1, 1), TODAY, 11, {Vaccine.MEN_C}),
        (date(2023, 6, 30), TODAY, 11, {Vaccine.MEN_C}),
        (date(2023, 7, 1), TODAY, 12, {Vaccine.MEN_ACWY, Vaccine.MEN_B}),
        (date(2023, 7, 1), date(2024, 12, 31), 11, {Vaccine.MEN_C}),
        (date(2025, 3, 1), TODAY, 12, {Vaccine.MEN_ACWY, Vaccine.MEN_B}),
    ],
)
def test_each_birth_cohort_has_its_list(born, day, number, meningo):
    listed = required(born, day)
    assert len(listed) == len(set(listed)) == number
    assert {Vaccine.MEN_C, Vaccine.MEN_ACWY, Vaccine.MEN_B} & set(listed) == meningo
    assert {Vaccine.DIPHTHERIA, Vaccine.TETANUS, Vaccine.POLIO} <= set(listed)


def test_of_a_child_born_before_2018_nothing_more_may_be_asked():
    assert required(date(2015, 5, 5), TODAY) == (
        Vaccine.DIPHTHERIA,
        Vaccine.TETANUS,
        Vaccine.POLIO,
    )


def test_the_list_is_due_by_eighteen_months():
    assert due_by(date(2024, 8, 31)) == date(2026, 2, 28)


def checked(up_to_date: bool, on: date, admitted: date | None = None) -> VaccineCheck:
    return VaccineCheck(up_to_date=up_to_date, checked_on=on, admitted_on=admitted)


@pytest.mark.parametrize(
    ("check", "day", "state", "until"),
    [
        (None, TODAY, State.UNCHECKED, None),
        (checked(True, date(2026, 9, 1)), TODAY, State.OK, date(2027, 9, 1)),
        (checked(True, date(2025, 9, 1)), TODAY, State.PROVISIONAL, date(2026, 12, 1)),
        (checked(True, date(2025, 1, 1)), TODAY, State.OVERDUE, date(2026, 4, 1)),
        (checked(False, TODAY, date(2026, 9, 1)), TODAY, State.PROVISIONAL, date(2026, 12, 1)),
        (checked(False, TODAY, date(2026, 8, 24)), TODAY, State.PROVISIONAL, TODAY),
        (checked(False, TODAY, date(2026, 8, 23)), TODAY, State.OVERDUE, date(2026, 11, 23)),
    ],
)
def test_a_check_says_ok_provisional_or_overdue(check, day, state, until):
    found = standing(check, day)
    assert (found.state, found.until) == (state, until)


@pytest.mark.django_db
def test_looking_again_does_not_renew_the_three_months():
    child, agent = ChildFactory(), UserFactory()
    note_check(user=agent, child=child, up_to_date=False, day=date(2026, 9, 1))
    again = note_check(user=agent, child=child, up_to_date=False, day=date(2026, 11, 1))
    assert again.admitted_on == date(2026, 9, 1)
    done = note_check(user=agent, child=child, up_to_date=True, day=TODAY, case="AAAA-BBBB")
    assert last_check(child) == done
    assert (done.checked_by, done.checked_on, done.admitted_on) == (agent, TODAY, None)
    anew = note_check(user=agent, child=child, up_to_date=False, day=date(2027, 12, 1))
    assert anew.admitted_on == date(2027, 12, 1)


def test_the_check_keeps_no_vaccine():
    kept = {field.name for field in VaccineCheck._meta.get_fields()}
    assert kept == {
        "id", "child", "up_to_date", "checked_on", "checked_by", "admitted_on",
        "case_reference", "events",
    }  # fmt: skip
