"""A declared difference carried into the family file: once, under the lock, with its trace."""

from uuid import uuid4

import pytest

from accounts.models import User
from cases.models import Case, CaseEvent
from cases.sides import Audience
from family.history import kept_states
from family.models import HealthRecord
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.family import HealthRecordFactory, one_family
from tests.factories.town import FacilityFactory, ServiceFactory, agent
from town.models import Facility
from workflows.engine import acts
from workflows.engine.differences import Difference, carry, differences, take_back
from workflows.engine.step import Refused, Stale, TakenBy

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db) -> Case:
    """A request that lets nobody take photos of a child who may be on them, says the file."""
    case = enrolment.request()
    HealthRecordFactory(child=case.child, photo_allowed=True, allergies="Arachide")
    return case


@pytest.fixture
def clerk(case: Case) -> User:
    """An agent of the case's service."""
    return agent(case.service, first_name="Nadia", last_name="Benali")


def row(case: Case, fact: str) -> Difference:
    """What the agent's page says of this fact."""
    case = Case.objects.get(pk=case.pk)
    return next(row for row in differences(case) if row.fact == fact)


def photos(case: Case) -> bool:
    """What the file says."""
    return HealthRecord.objects.get(child=case.child).photo_allowed


def test_a_declared_answer_is_written_into_the_file_and_kept_with_who_and_which_case(case, clerk):
    before = row(case, "photos")
    assert (before.declared, before.on_file) == ("pas autorisées", "autorisées")
    assert before.differs and before.carried_by is None
    carry(case.pk, "photos", seen=before.seen, actor=clerk)
    after = row(case, "photos")
    assert (after.differs, after.carried_by, after.may_undo) == (False, clerk, True)
    record = HealthRecord.objects.get(child=case.child)
    assert (record.photo_allowed, record.allergies) == (False, "Arachide")
    kept = kept_states(HealthRecord).select_related("pgh_context").latest("pgh_id")
    assert kept.pgh_context.metadata == {"user": clerk.pk, "case": case.reference}


def test_only_the_service_hears_of_it_and_the_event_holds_no_value(case, clerk):
    carry(case.pk, "photos", seen=row(case, "photos").seen, actor=clerk)
    event = CaseEvent.objects.filter(case=case).latest("number")
    assert (event.kind, event.audience) == ("fact_carried", Audience.STAFF)
    assert event.payload == {"fact": "photos"}
    assert event.actor == clerk


def test_the_same_tap_sent_again_changes_nothing(case, clerk):
    act, seen = uuid4(), row(case, "photos").seen
    for _ in range(3):
        carry(case.pk, "photos", seen=seen, actor=clerk, act=act)
    assert CaseEvent.objects.filter(case=case, kind="fact_carried").count() == 1
    take_back(case.pk, "photos", actor=clerk)
    carry(case.pk, "photos", seen=seen, actor=clerk, act=act)  # an old request comes again
    assert photos(case) is True


def test_a_file_changed_since_the_page_was_drawn_is_left_alone(case, clerk):
    with pytest.raises(Refused, match="autorisées"):
        carry(case.pk, "photos", seen="another", actor=clerk)
    assert photos(case) is True
    assert not CaseEvent.objects.filter(case=case, kind="fact_carried").exists()
    HealthRecord.objects.update(photo_allowed=False)
    with pytest.raises(Stale):
        carry(case.pk, "photos", seen="another", actor=clerk)


def test_a_slip_is_undone_unless_somebody_changed_the_file_since(case, clerk):
    carry(case.pk, "photos", seen=row(case, "photos").seen, actor=clerk)
    take_back(case.pk, "photos", actor=clerk)
    assert photos(case) is True
    assert row(case, "photos").differs
    with pytest.raises(Stale):
        take_back(case.pk, "photos", actor=clerk)
    carry(case.pk, "photos", seen=row(case, "photos").seen, actor=clerk)
    HealthRecord.objects.update(photo_allowed=True)
    with pytest.raises(Refused, match="changé entre-temps"):
        take_back(case.pk, "photos", actor=clerk)


def test_what_was_not_known_is_written_but_no_other_consent_is_claimed(clerk, case):
    HealthRecord.objects.all().delete()
    assert row(case, "photos").on_file == ""
    carry(case.pk, "photos", seen=row(case, "photos").seen, actor=clerk)
    record = HealthRecord.objects.get(child=case.child)
    assert (record.photo_allowed, record.emergency_care_allowed) == (False, False)
    assert not row(case, "photos").may_undo
    with pytest.raises(Stale):
        take_back(case.pk, "photos", actor=clerk)


def test_a_colleague_who_has_the_task_has_the_file(case, clerk):
    seen = row(case, "photos").seen
    acts.claim(case.waits.get().pk, actor=agent(case.service))
    with pytest.raises(TakenBy):
        carry(case.pk, "photos", seen=seen, actor=clerk)
    assert photos(case) is True


def test_a_closed_case_writes_nothing_more(case, clerk):
    seen = row(case, "photos").seen
    acts.withdraw(case.pk, actor=case.applicant.user)
    with pytest.raises(Stale):
        carry(case.pk, "photos", seen=seen, actor=clerk)


def test_a_child_who_changed_school_meanwhile_is_put_back():
    service = ServiceFactory()
    group = group_of(
        service, activity__pupils_only=True, activity__facility__kind=Facility.Kind.SCHOOL
    )
    household, parent, (child,) = one_family()
    child.school = group.activity.facility
    child.save()
    case = enrolment.submitted(parent, household, child, group)
    clerk, elsewhere = agent(service), FacilityFactory(kind=Facility.Kind.SCHOOL)
    case.child.school = elsewhere
    case.child.save()
    shown = row(case, "school")
    assert (shown.declared, shown.on_file) == (str(group.activity.facility), str(elsewhere))
    carry(case.pk, "school", seen=shown.seen, actor=clerk)
    case.child.refresh_from_db()
    assert case.child.school == group.activity.facility
    take_back(case.pk, "school", actor=clerk)
    case.child.refresh_from_db()
    assert case.child.school == elsewhere
