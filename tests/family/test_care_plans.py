"""The life of a PAI: one for each school level, and a reminder before it ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from family import care_plan_mail
from family.care_plans import convene, end_of_stage, in_force, must_be_redone, sign, stage_of
from family.models import CarePlan, Child, HealthRecord
from tests.factories.family import ChildFactory, TieFactory, one_family, separated_parents
from tests.factories.town import FacilityFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
MEETING = datetime(2026, 12, 8, 15, 30, tzinfo=UTC)


def planned(child: Child, case: str = "AAAA-0001") -> CarePlan:
    return convene(
        user=None, child=child, facility=child.school, meets_at=MEETING, place="Salle 2", case=case
    )


@pytest.mark.parametrize(
    ("level", "stage", "ends"),
    [
        ("PS", "nursery", date(2029, 8, 31)),
        ("GS", "nursery", date(2027, 8, 31)),
        ("CP", "primary", date(2031, 8, 31)),
        ("CM2", "primary", date(2027, 8, 31)),
        ("COL", "college", date(2027, 8, 31)),
    ],
)
def test_a_plan_holds_for_the_whole_school_level(level, stage, ends):
    child = ChildFactory(level=level)
    assert (stage_of(child), end_of_stage(child, TODAY)) == (stage, ends)


def test_before_school_it_holds_until_school_begins():
    child = ChildFactory(level="", birth_date=date(2025, 2, 1))
    assert end_of_stage(child, TODAY) == date(2028, 8, 31)


def test_moving_the_meeting_keeps_one_plan():
    child = ChildFactory(level="CP")
    planned(child)
    later = MEETING + timedelta(days=2)
    convene(user=None, child=child, facility=None, meets_at=later, place="Mairie", case="AAAA-0001")
    plan = CarePlan.objects.get()
    assert (plan.meets_at, plan.place, plan.signed_on) == (later, "Mairie", None)
    assert not in_force(child).exists()


def test_a_new_plan_takes_the_place_of_the_one_before():
    child = ChildFactory(level="CP")
    for case in ("AAAA-0001", "AAAA-0002"):
        planned(child, case)
        sign(user=None, case=case, day=TODAY)
    assert [plan.case_reference for plan in in_force(child)] == ["AAAA-0002"]
    assert CarePlan.objects.get(case_reference="AAAA-0001").ended_on == TODAY
    assert HealthRecord.objects.get(child=child).has_pai


def test_entering_another_level_or_school_asks_for_a_new_plan_and_ends_none_by_itself():
    child = ChildFactory(level="GS", school=FacilityFactory())
    planned(child)
    plan = sign(user=None, case="AAAA-0001", day=TODAY)
    assert not must_be_redone(plan, child, TODAY)
    assert must_be_redone(plan, child, date(2027, 9, 1))
    child.level = "CP"
    assert must_be_redone(plan, child, TODAY)
    child.level, child.school = "GS", FacilityFactory()
    assert must_be_redone(plan, child, TODAY)
    assert in_force(child).exists()


def test_both_parents_are_reminded_once_two_months_before():
    (_h1, mother), (_h2, father), child = separated_parents()
    TieFactory(child=child, step=True)
    planned(child)
    sign(user=None, case="AAAA-0001", day=TODAY, review_on=date(2027, 3, 1))
    with time_machine.travel(datetime(2026, 12, 30, 9, tzinfo=UTC), tick=False):
        assert care_plan_mail.remind_all() == 0
    with time_machine.travel(datetime(2026, 12, 31, 9, tzinfo=UTC), tick=False):
        assert care_plan_mail.remind_all() == 2
        assert care_plan_mail.remind_all() == 0
    assert {sent.to[0] for sent in mail.outbox} == {mother.email, father.email}
    for sent in mail.outbox:
        assert child.first_name not in sent.subject + sent.body
        assert "/demarches/pai/" in sent.body


def test_a_lost_mail_is_sent_again_to_who_was_not_told(monkeypatch):
    (_h1, mother), (_h2, father), child = separated_parents()
    planned(child)
    sign(user=None, case="AAAA-0001", day=TODAY, review_on=TODAY)
    whole, told = care_plan_mail.mails.send, []

    def once(template, to, context):
        if told:
            raise OSError
        told.append(to)
        whole(template, to, context)

    with monkeypatch.context() as broken:
        broken.setattr(care_plan_mail.mails, "send", once)
        with time_machine.travel(MEETING, tick=False), pytest.raises(OSError):
            care_plan_mail.remind_all()
    with time_machine.travel(MEETING, tick=False):
        assert care_plan_mail.remind_all() == 1
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([mother.email, father.email])


def test_a_plan_that_was_replaced_reminds_nobody():
    _home, _mother, (child,) = one_family()
    for case in ("AAAA-0001", "AAAA-0002"):
        planned(child, case)
        sign(user=None, case=case, day=TODAY, review_on=TODAY)
    with time_machine.travel(MEETING, tick=False):
        assert care_plan_mail.remind_all() == 1
