"""A change of situation: part by part, by the service it concerns, at its date."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils.timezone import localdate, now

from activities.models import Enrolment
from billing.models import PriceReview
from cases.models import Case, CaseEvent, Piece, Wait
from cases.permissions import Level, level
from cases.stuck import violations
from family.models import Adult, Child, Residence, Tie
from tests.factories import enrolment
from tests.factories.family import (
    AdultFactory,
    HouseholdFactory,
    MembershipFactory,
    ResidenceFactory,
    TieFactory,
    one_family,
)
from tests.factories.situation import MOVED, WORKS, changed, drafted
from tests.factories.town import agent
from workflows.engine import acts
from workflows.engine.deliveries import deliver
from workflows.engine.drafts import Incomplete
from workflows.engine.step import Refused
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    household, adult, (child,) = one_family()
    return household, adult, child


def decide(case: Case, part: str, exit: str = "accept", **words) -> None:
    wait = Wait.objects.get(case=case, part=part, on=Wait.For.STAFF)
    acts.decide(wait.pk, exit, actor=agent(wait.service), act=uuid4(), **words)
    case.refresh_from_db()
    assert list(violations()) == []


def test_each_change_goes_to_the_service_that_it_concerns(family):
    household, adult, _child = family
    case = changed(adult, household, demenagement=MOVED, travail=WORKS)
    queues = {wait.part: wait.service.slug for wait in case.waits.all()}
    assert queues == {"demenagement": "accueil-familles", "travail": "regie"}


def test_a_form_asks_only_about_what_was_ticked(family):
    household, adult, _child = family
    case = drafted(adult, household, demenagement=MOVED)
    case.data["typed"]["changements"]["parts"] = ["demenagement", "naissance"]
    case.save()
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=adult.user)
    assert incomplete.value.steps == ["naissance"]


def test_a_move_that_is_accepted_changes_the_address_at_once(family):
    household, adult, _child = family
    case = changed(adult, household, demenagement=MOVED)
    decide(case, "demenagement")
    household.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    assert household.street == "3 quai du Port"


def test_a_change_in_the_future_waits_for_its_date(family, time_machine):
    time_machine.move_to(now(), tick=False)
    household, adult, _child = family
    day = localdate() + timedelta(days=10)
    case = changed(adult, household, day, demenagement=MOVED)
    decide(case, "demenagement")
    household.refresh_from_db()
    assert (case.state, case.step) == (Case.State.OPEN, "wait")
    assert household.street != "3 quai du Port"
    assert sweep_waits() == 0
    time_machine.move_to(now() + timedelta(days=10), tick=False)
    assert sweep_waits() == 1
    household.refresh_from_db()
    case.refresh_from_db()
    assert household.street == "3 quai du Port"
    assert case.state == Case.State.ACCEPTED


def test_a_past_change_lists_the_prices_to_look_at_anew_once(family):
    household, adult, _child = family
    day = localdate() - timedelta(days=40)
    case = changed(adult, household, day, travail=WORKS)
    decide(case, "travail")
    review = PriceReview.objects.get()
    assert (review.household, review.since) == (household, day)


def test_a_change_of_today_calls_for_no_look_at_past_prices(family):
    household, adult, _child = family
    decide(changed(adult, household, travail=WORKS), "travail")
    assert not PriceReview.objects.exists()


def test_leaving_the_town_must_be_known_to_end_enrolments(family):
    household, adult, _child = family
    away = MOVED | {"postcode": ["75011"], "city": ["Paris"]}
    with pytest.raises(Incomplete) as incomplete:
        changed(adult, household, demenagement=away)
    assert incomplete.value.steps == ["demenagement"]


def test_leaving_the_town_ends_enrolments_at_the_date(family):
    asked = enrolment.request()
    acts.decide(enrolment.task_of(asked).pk, "accept", actor=agent(asked.service))
    household, adult = asked.household, asked.applicant
    away = MOVED | {"postcode": ["75011"], "city": ["Paris"], "ends_known": ["on"]}
    day = localdate() + timedelta(days=30)
    case = changed(adult, household, day, demenagement=away)
    decide(case, "demenagement")
    Wait.objects.filter(case=case).update(wake_at=now())
    sweep_waits()
    place = Enrolment.objects.get(household=household)
    assert place.state == Enrolment.State.ACTIVE
    assert place.ends_on == max(day, place.starts_on)


def test_a_birth_adds_the_child_with_both_parents_rights(family):
    household, adult, _child = family
    other = AdultFactory(first_name="Paul")
    MembershipFactory(household=household, adult=other, role="co_representative")
    born = {
        "first_name": ["Zoé"],
        "last_name": ["Lefèvre"],
        "birth_date": [(localdate() - timedelta(days=3)).isoformat()],
        "other_parent": [str(other.public_id)],
    }
    case = changed(adult, household, naissance=born)
    decide(case, "naissance")
    child = Child.objects.get(first_name="Zoé")
    assert list(child.households.all()) == [household]
    ties = Tie.objects.filter(child=child, has_authority=True, may_decide=True)
    assert {tie.adult_id for tie in ties} == {adult.pk, other.pk}


def test_a_union_renames_the_parent_and_adds_the_person_without_rights(family):
    household, adult, child = family
    union = {
        "new_name": ["Durand"],
        "partner_first_name": ["Luc"],
        "partner_last_name": ["Durand"],
    }
    before = adult.last_name
    decide(changed(adult, household, union=union), "union")
    adult.refresh_from_db()
    assert (adult.last_name, adult.birth_name) == ("Durand", before)
    partner = Adult.objects.get(first_name="Luc")
    assert not Tie.objects.filter(adult=partner, child=child).exists()
    assert list(partner.households.all()) == [household]


def separated(family):
    """The child's other parent, in another home."""
    _household, _adult, child = family
    home, father = HouseholdFactory(), AdultFactory(first_name="Bruno", with_account=True)
    MembershipFactory(household=home, adult=father, role="representative")
    TieFactory(adult=father, child=child, may_see=True)
    ResidenceFactory(child=child, household=home)
    return father


def separation_of(child: Child) -> dict[str, list[str]]:
    return {"child": [str(child.public_id)], "pattern": ["alternating"], "has_judgment": ["on"]}


def test_a_separation_changes_how_the_child_lives_here(family):
    household, adult, child = family
    told = separation_of(child) | {"has_judgment": []}
    decide(changed(adult, household, separation=told), "separation")
    home = Residence.objects.get(child=child, household=household)
    assert home.pattern == Residence.Pattern.ALTERNATING


def test_the_other_parent_is_told_of_a_separation_and_sees_where_it_stands_only(family):
    household, adult, child = family
    father = separated(family)
    case = changed(adult, household, separation=separation_of(child))
    event = CaseEvent.objects.get(case=case, kind="other_parent_told")
    assert deliver(event.pk)
    assert [message.to for message in mail.outbox] == [[father.email]]
    assert child.first_name not in mail.outbox[0].body
    assert level(father.user, case) == Level.OVERVIEW


def test_a_judgment_is_asked_for_when_there_is_one(family):
    household, adult, child = family
    case = changed(adult, household, separation=separation_of(child))
    assert [piece.kind for piece in Piece.objects.filter(case=case)] == ["judgment"]


def test_parts_are_decided_alone_and_only_the_accepted_ones_take_effect(family):
    household, adult, _child = family
    case = changed(adult, household, demenagement=MOVED, travail=WORKS)
    decide(case, "demenagement", "refuse", reason="proof")
    assert case.state == Case.State.OPEN
    decide(case, "travail")
    household.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    assert household.street != "3 quai du Port"


def test_a_request_whose_every_part_is_refused_is_refused(family):
    household, adult, _child = family
    case = changed(adult, household, travail=WORKS)
    decide(case, "travail", "refuse", reason="proof")
    assert case.state == Case.State.REFUSED


def test_no_part_is_refused_without_its_ground(family):
    household, adult, _child = family
    case = changed(adult, household, travail=WORKS)
    with pytest.raises(Refused):
        decide(case, "travail", "refuse")


def test_a_complement_holds_one_part_up_and_the_others_go_on(family):
    household, adult, _child = family
    case = changed(adult, household, demenagement=MOVED, travail=WORKS)
    decide(case, "demenagement", "complement", text="L’adresse est illisible.")
    decide(case, "travail")
    assert case.state == Case.State.OPEN
    wait = case.waits.get()
    assert (wait.on, wait.part) == (Wait.For.FAMILY, "demenagement")
    acts.answer(wait.pk, actor=adult.user, act=uuid4())
    decide(case, "demenagement")
    assert case.state == Case.State.ACCEPTED


def test_a_part_that_the_family_never_completes_is_not_accepted(family, time_machine):
    time_machine.move_to(now(), tick=False)
    household, adult, _child = family
    case = changed(adult, household, travail=WORKS)
    decide(case, "travail", "complement", text="Précisez.")
    for days in (8, 13, 10):
        time_machine.move_to(now() + timedelta(days=days), tick=False)
        sweep_waits()
    case.refresh_from_db()
    assert case.state == Case.State.REFUSED


def test_a_service_without_a_part_never_sees_the_request(family):
    household, adult, _child = family
    case = changed(adult, household, demenagement=MOVED)
    regie = agent(case.service.__class__.objects.get(slug="regie"))
    assert level(regie, case) == Level.NONE
