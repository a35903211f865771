"""A place in a school of another district: a reason, a supervisor's decision, then the file."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from activities.models import Enrolment
from cases.models import Case, Wait
from cases.permissions import people_for
from cases.stuck import violations
from tests.factories import enrolment
from tests.factories.activities import GroupFactory
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import (
    FacilityFactory,
    SchoolDistrictFactory,
    ServiceFactory,
    agent,
    supervisor,
)
from tests.workflows.following import kinds
from workflows.engine import acts, drafts
from workflows.engine.drafts import Incomplete
from workflows.engine.procedure import registry
from workflows.engine.standing import refusal
from workflows.engine.step import Refused, Reserved

pytestmark = pytest.mark.django_db
REASON = {"reason": ["sibling"], "words": ["Tom est en CE1."]}
ENROLMENT = registry["inscription"]


@pytest.fixture
def service(db):
    return ServiceFactory()


@pytest.fixture
def school_place(service):
    """A place in a school next September; the home of `one_family` is of another district."""
    school = FacilityFactory(slug="jaures", name="École Jean-Jaurès", service=service)
    SchoolDistrictFactory(street="rue Haute", school=school)
    SchoolDistrictFactory(street="rue des Lilas")
    starts = localdate() + timedelta(days=250)
    return GroupFactory(
        activity__facility=school,
        activity__kind="school",
        activity__name="Inscription à l’école",
        period__starts_on=starts,
        period__ends_on=starts + timedelta(days=300),
    )


def drafted(group, *, why=None, **home) -> Case:
    household, adult, (child,) = one_family()
    for name, value in home.items():
        setattr(household, name, value)
    household.save()
    case = enrolment.draft(adult, household, child, group)
    starts = group.period.starts_on.isoformat()
    case.data["typed"]["jours"]["starts_on"] = [starts]
    if why:
        case.data["typed"]["derogation"] = why
    case.save()
    return case


def sent(group, **more) -> Case:
    case = drafted(group, **more)
    acts.submit(case.pk, actor=case.applicant.user, act=uuid4())
    case.refresh_from_db()
    return case


def steps(case: Case) -> list[str]:
    return [step.slug for step in ENROLMENT.steps_of(case)]


def test_a_school_of_another_district_asks_for_a_reason_before_it_is_sent(school_place):
    case = drafted(school_place)
    assert steps(case) == ["enfant", "activite", "jours", "derogation", "accords"]
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=case.applicant.user)
    assert incomplete.value.steps == ["derogation"]
    (choice,) = ENROLMENT.step("activite").form(
        case=case, user=case.applicant.user, day=localdate()
    )["group"]
    assert "hors de votre secteur" in choice.choice_label
    form = ENROLMENT.step("derogation").form(case=case, user=case.applicant.user, day=localdate())
    assert "École des Tilleuls" in form.fields["reason"].help_text


def test_another_reason_must_be_told(school_place):
    case = drafted(school_place, why={"reason": ["other"], "words": [" "]})
    with pytest.raises(Incomplete):
        acts.submit(case.pk, actor=case.applicant.user)


@pytest.mark.parametrize("street", ["3 rue Haute", "3 rue que la carte ne connaît pas"])
def test_the_district_s_own_school_and_a_gap_of_the_map_ask_for_none(school_place, street):
    case = sent(school_place, street=street)
    assert "derogation" not in steps(case)
    assert (case.step, "derogation" in case.data["declared"]) == ("check", False)


def test_a_home_of_another_town_asks_for_an_exception(school_place):
    assert "derogation" in steps(drafted(school_place, postcode="75011"))


def test_the_exception_waits_for_a_supervisor_and_no_agent_moves_it(school_place, service):
    case = sent(school_place, why=REASON)
    wait, clerk, head = task_of(case), agent(service), supervisor(service)
    assert (wait.node, wait.role, case.step) == ("exemption", "supervisor", "exemption")
    assert list(people_for(wait)) == [head]
    with pytest.raises(Reserved):
        acts.claim(wait.pk, actor=clerk)
    with pytest.raises(Reserved):
        acts.decide(wait.pk, "grant", actor=clerk)
    values = {str(line.label): line.value for line in ENROLMENT.lines(case)}
    said = values["Dérogation demandée"]
    assert "École des Tilleuls" in ENROLMENT.verified(case)[-1].words
    assert said == "Un frère ou une sœur est déjà dans cette école\nTom est en CE1."


def test_a_granted_exception_goes_to_the_ordinary_check_and_to_a_place(school_place, service):
    case = sent(school_place, why=REASON)
    acts.decide(task_of(case).pk, "grant", actor=supervisor(service), act=uuid4())
    assert kinds(case) == ["submitted", "checked", "exemption_granted"]
    assert (case.step, task_of(case).role) == ("check", "")
    assert list(violations()) == []
    acts.decide(task_of(case).pk, "accept", actor=agent(service), act=uuid4())
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    assert Enrolment.objects.get().state == Enrolment.State.ACTIVE
    case.child.refresh_from_db()
    assert case.child.school == school_place.activity.facility


def test_a_pupil_of_another_school_stays_in_its_file_until_the_year_begins(school_place, service):
    case = drafted(school_place, why=REASON)
    child = case.household.children.get()
    child.school = before = FacilityFactory(name="École du Bourg")
    child.save()
    acts.submit(case.pk, actor=case.applicant.user, act=uuid4())
    acts.decide(task_of(case).pk, "grant", actor=supervisor(service), act=uuid4())
    acts.decide(task_of(case).pk, "accept", actor=agent(service), act=uuid4())
    child.refresh_from_db()
    assert child.school == before


def test_a_refused_exception_refuses_the_request_with_its_reason(school_place, service):
    case = sent(school_place, why=REASON)
    head = supervisor(service)
    with pytest.raises(Refused):
        acts.decide(task_of(case).pk, "refuse", actor=head)
    acts.decide(task_of(case).pk, "refuse", actor=head, reason="full", act=uuid4())
    case.refresh_from_db()
    assert (case.state, Wait.objects.filter(case=case).count()) == (Case.State.REFUSED, 0)
    assert "autres secteurs" in refusal(case)["reason"]
    assert not Enrolment.objects.exists()


def test_a_request_for_an_exception_can_be_withdrawn(school_place):
    case = sent(school_place, why=REASON)
    acts.withdraw(case.pk, actor=case.applicant.user)
    case.refresh_from_db()
    assert case.state == Case.State.WITHDRAWN


def test_a_pupil_is_not_offered_a_place_in_his_or_her_own_school(school_place):
    case = drafted(school_place)
    child = case.household.children.get()
    child.school = school_place.activity.facility
    child.save()
    form = ENROLMENT.step("activite").form(case=case, user=case.applicant.user, day=localdate())
    assert form.nothing_fits


def test_a_reason_typed_for_one_place_is_not_sent_with_another(school_place, service):
    case = drafted(school_place, why=REASON)
    other = GroupFactory(activity__facility__service=service)
    case.data["typed"]["activite"]["group"] = [str(other.public_id)]
    case.data["typed"]["jours"]["starts_on"] = [localdate().isoformat()]
    case.save()
    assert ENROLMENT.lines(case)[-1].step == "accords"
    acts.submit(case.pk, actor=case.applicant.user, act=uuid4())
    case.refresh_from_db()
    assert (case.step, "derogation" in case.data["declared"]) == ("check", False)


def test_a_draft_is_read_in_the_counter_s_name_too(school_place):
    household, adult, (child,) = one_family()
    clerk = agent()
    case = drafts.begin(ENROLMENT, user=clerk, applicant=adult, household=household)
    case.data["typed"] = enrolment.typed(child, school_place)
    assert "derogation" in steps(case)
