"""The health update, by every way out of every step; what it says of health stays shut."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.utils.timezone import localdate

from activities.models import Activity, Enrolment
from cases.models import Case, CaseEvent, Piece
from cases.permissions import Level, level, visible_to
from documents.models import Document
from family.diets import diets_on
from family.history import kept_states
from family.models import Contact, HealthRecord, Membership, VaccineCheck
from family.vaccines import State, last_check, standing
from tests.factories import health
from tests.factories.activities import GroupFactory
from tests.factories.family import (
    ContactFactory,
    HealthRecordFactory,
    TieFactory,
    parent,
    separated_parents,
)
from tests.factories.town import FacilityFactory, ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN, kinds, told, waits
from workflows.engine import acts, deliveries
from workflows.engine.drafts import Incomplete, form_for
from workflows.engine.procedure import registry
from workflows.engine.receipt import receipt
from workflows.engine.step import Refused, Stale
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
Diet = HealthRecord.Diet
SECRET = "Zorglub"  # the end of every health word that the factory types


@pytest.fixture(autouse=True)
def now():
    """A Tuesday, ten o'clock."""
    with time_machine.travel(TUESDAY_TEN, tick=False) as clock:
        yield clock


@pytest.fixture
def service():
    """The service of the child's school."""
    return ServiceFactory(slug="enfance")


@pytest.fixture
def family(service):
    """Separated parents with every right; the mother files."""
    (home, mother), (_home, father), child = separated_parents()
    child.school, child.level = FacilityFactory(service=service), "CP"
    child.save()
    return home, mother, father, child


@pytest.fixture
def clerk(service):
    """An agent of that service."""
    return agent(service)


def begun(family, **changed) -> Case:
    home, mother, _father, child = family
    return health.begun("sante", mother, home, health.health_answers(child, **changed))


def sent(family, *, paper: bool = False, **changed) -> Case:
    if paper:
        changed["has_proof"] = ["yes"]
    return health.sent(begun(family, **changed), paper=Document.Kind.VACCINES if paper else "")


def decide(case: Case, exit: str, clerk, **words) -> None:
    acts.decide(case.waits.get().pk, exit, actor=clerk, act=uuid4(), **words)
    case.refresh_from_db()


def test_it_is_routed_to_the_childs_school_and_its_title_says_nothing(family, service):
    case = sent(family)
    assert (case.service, case.child) == (service, family[3])
    assert waits(case) == [("staff", "check")]
    assert kinds(case) == ["submitted", "checked"]
    assert SECRET not in case.title + case.waits.get().search


def test_accepting_writes_the_record_and_the_canteen_follows_tomorrow(family, clerk):
    case, child = sent(family), family[3]
    decide(case, "accept", clerk)
    assert case.state == Case.State.ACCEPTED
    record = HealthRecord.objects.get(child=child)
    assert (record.allergies, record.care_needs) == ("ArachideZorglub", "Goûter à partZorglub")
    assert (record.doctor, record.diet) == ("Dr MartinZorglub, Valmont", Diet.VEGETARIAN)
    assert (record.photo_allowed, record.emergency_care_allowed) == (True, True)
    assert not record.may_leave_alone
    today = localdate()
    assert diets_on(today, [child.pk])[child.pk] == Diet.STANDARD
    assert diets_on(today + timedelta(days=1), [child.pk])[child.pk] == Diet.VEGETARIAN
    context = kept_states(HealthRecord).order_by("-pgh_id").first().pgh_context
    assert context.metadata["case"] == case.reference
    assert context.metadata["user"] == clerk.pk


def test_both_parents_are_told_and_no_mail_says_what(family, clerk):
    _home, mother, father, child = family
    case = sent(family)
    told()
    decide(case, "accept", clerk)
    CaseEvent.objects.exclude(kind="accepted").update(deliver_after=None)
    deliveries.sweep_deliveries()
    assert sorted(m.to[0] for m in mail.outbox) == sorted([mother.email, father.email])
    for message in mail.outbox:
        words = message.subject + message.body
        assert SECRET not in words
        assert child.first_name not in words
    assert level(father.user, case) == Level.OVERVIEW


def test_a_parent_without_authority_is_not_told(family, clerk):
    _home, _mother, father, child = family
    child.ties.filter(adult=father).update(has_authority=False, may_see=False)
    case = sent(family)
    told()
    decide(case, "accept", clerk)
    CaseEvent.objects.exclude(kind="accepted").update(deliver_after=None)
    deliveries.sweep_deliveries()
    assert father.email not in [m.to[0] for m in mail.outbox]


def test_who_may_collect_is_kept_and_somebody_is_added(family, clerk):
    home, _mother, _father, child = family
    kept = ContactFactory(child=child, household=home, first_name="Odile")
    gone = ContactFactory(child=child, household=home, first_name="Paul", may_collect=True)
    elsewhere = ContactFactory(child=child, may_collect=True)
    case = sent(
        family,
        collectors=[str(kept.public_id), str(elsewhere.public_id)][:1],
        new_first_name=["Rose"],
        new_last_name=["Caron"],
        new_link=["Grand-mère"],
        new_phone=["06 12 34 56 78"],
    )
    decide(case, "accept", clerk)
    may = dict(Contact.objects.values_list("first_name", "may_collect").filter(household=home))
    assert may == {"Odile": True, "Paul": False, "Rose": True}
    elsewhere.refresh_from_db()
    assert elsewhere.may_collect
    assert Contact.objects.get(first_name="Rose").phone == "+33612345678"
    assert gone.pk


def test_someone_of_another_home_cannot_be_ticked(family):
    stranger = ContactFactory(child=family[3])
    ContactFactory(child=family[3], household=family[0])
    case = begun(family, collectors=[str(stranger.public_id)])
    with pytest.raises(Incomplete):
        acts.submit(case.pk, actor=family[1].user)


def test_a_half_named_person_is_refused(family):
    case = begun(family, new_first_name=["Rose"])
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=family[1].user)
    assert incomplete.value.steps == ["autorisations"]


def test_an_allergy_has_a_name(family):
    case = begun(family, allergies=[""])
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=family[1].user)
    assert incomplete.value.steps == ["repas"]


def test_a_belief_is_no_diet():
    codes = {code for code, _label in Diet.choices}
    assert codes == {"standard", "no_pork", "vegetarian", "gluten_free", "home_meal"}


def test_the_packed_lunch_is_not_chosen_here(family):
    case = begun(family, diet=[Diet.HOME_MEAL])
    with pytest.raises(Incomplete):
        acts.submit(case.pk, actor=family[1].user)


# -- the vaccines


def test_a_complete_proof_is_noted_and_the_booklet_is_not_kept(family, clerk):
    case = sent(family, paper=True)
    decide(case, "accept", clerk)
    assert waits(case) == [("staff", "vaccines")]
    decide(case, "complete", clerk)
    check = last_check(family[3])
    assert (check.up_to_date, check.checked_by, check.checked_on) == (True, clerk, localdate())
    assert case.state == Case.State.ACCEPTED
    assert not Document.objects.filter(kind="vaccines").exists()
    piece = health.booklet_of(case)
    assert (piece.document, piece.state) == (None, Piece.State.ACCEPTED)
    assert receipt(case).missing == []


def test_a_creche_keeps_the_proof(family, clerk):
    home, _mother, _father, child = family
    creche = GroupFactory(activity__kind=Activity.Kind.CRECHE)
    Enrolment.objects.create(
        child=child, household=home, group=creche, weekdays=[1], starts_on=localdate(),
        ends_on=creche.period.ends_on, state=Enrolment.State.ACTIVE, case_reference="X",
    )  # fmt: skip
    case = sent(family, paper=True)
    decide(case, "accept", clerk)
    decide(case, "complete", clerk)
    assert health.booklet_of(case).document is not None


def missing_vaccine(family, clerk) -> Case:
    case = sent(family, paper=True)
    decide(case, "accept", clerk)
    decide(case, "incomplete", clerk, pieces={"vaccines": "Il manque le ROR"})
    return case


def test_a_missing_vaccine_gives_three_months(family, clerk):
    case = missing_vaccine(family, clerk)
    assert waits(case) == [("family", "awaited")]
    found = standing(last_check(family[3]), localdate())
    assert (found.state, found.until.isoformat()) == (State.PROVISIONAL, "2027-02-24")
    assert localdate(case.waits.get().wake_at) >= found.until
    assert not Document.objects.filter(kind="vaccines").exists()
    with pytest.raises(Refused):
        acts.answer(case.waits.get().pk, actor=family[1].user)
    health.give(case, Document.Kind.VACCINES)
    acts.answer(case.waits.get().pk, actor=family[1].user)
    assert waits(case) == [("staff", "vaccines")]
    decide(case, "complete", clerk)
    assert case.state == Case.State.ACCEPTED
    assert standing(last_check(family[3]), localdate()).state == State.OK


def late(case: Case, now) -> None:
    now.shift(timedelta(days=93))
    assert sweep_waits() >= 1
    assert sweep_waits() == 0
    case.refresh_from_db()


def test_after_three_months_the_town_decides(family, clerk, now):
    case = missing_vaccine(family, clerk)
    late(case, now)
    assert waits(case) == [("staff", "overdue")]
    assert (case.turn, case.due_at is not None) == ("town", True)
    assert standing(last_check(family[3]), localdate()).state == State.OVERDUE
    decide(case, "again", clerk, pieces={"vaccines": "Toujours attendu"})
    assert waits(case) == [("family", "awaited")]
    late(case, now)
    decide(case, "close", clerk)
    assert case.state == Case.State.ACCEPTED
    assert VaccineCheck.objects.filter(up_to_date=True).count() == 0


def test_a_late_proof_still_counts(family, clerk, now):
    case = missing_vaccine(family, clerk)
    late(case, now)
    decide(case, "complete", clerk)
    assert standing(last_check(family[3]), localdate()).state == State.OK


def test_without_a_proof_there_is_no_vaccine_step(family, clerk):
    case = sent(family, has_proof=["yes"])  # promised, not joined
    decide(case, "accept", clerk)
    assert case.state == Case.State.ACCEPTED


# -- the other ways out


def test_a_complement_comes_back_to_the_agent(family, clerk):
    case = sent(family)
    decide(case, "complement", clerk, text="Quel médecin ?")
    assert waits(case) == [("family", "missing")]
    acts.answer(case.waits.get().pk, actor=family[1].user)
    assert waits(case) == [("staff", "check")]


def test_no_answer_to_the_complement_closes_it(family, clerk, now):
    case = sent(family)
    decide(case, "complement", clerk, text="Quel médecin ?")
    now.shift(timedelta(days=31))
    sweep_waits()
    case.refresh_from_db()
    assert case.state == Case.State.ABANDONED
    assert not HealthRecord.objects.exists()


def test_a_refusal_has_its_reason_and_writes_nothing(family, clerk):
    case = sent(family)
    with pytest.raises(Refused):
        decide(case, "refuse", clerk)
    decide(case, "refuse", clerk, reason="pai")
    assert case.state == Case.State.REFUSED
    assert not HealthRecord.objects.exists()


def test_effects_happen_once(family, clerk):
    case, act = sent(family), uuid4()
    task = case.waits.get().pk
    for _click in range(3):
        acts.decide(task, "accept", actor=clerk, act=act)
    assert kept_states(HealthRecord).filter(child=family[3]).count() == 2  # begun, then the diet
    with pytest.raises(Stale):
        acts.decide(task, "accept", actor=clerk, act=uuid4())


def test_withdrawing_before_the_decision_changes_nothing(family):
    case = sent(family)
    acts.withdraw(case.pk, actor=family[1].user)
    assert not HealthRecord.objects.exists()


# -- who may start it, and what stays shut


def test_only_who_decides_for_the_child_may_send_it(family):
    home, mother, _father, child = family
    child.ties.filter(adult=mother).update(may_decide=False)
    case = health.begun("sante", mother, home, health.health_answers(child))
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=mother.user)
    assert "enfant" in incomplete.value.steps


def test_a_draft_is_shut_to_a_partner_who_does_not_decide_for_the_child(family):
    home, mother, _father, child = family
    partner = parent(household=home, role=Membership.Role.CO_REPRESENTATIVE)
    case = begun(family)
    assert level(mother.user, case) == Level.WRITE
    assert level(partner.user, case) == Level.NONE
    assert case not in visible_to(partner.user)
    TieFactory(adult=partner, child=child)
    assert level(partner.user, case) == Level.WRITE
    assert case in visible_to(partner.user)


def test_the_family_finds_what_it_said_before_and_the_counter_finds_nothing(family, clerk):
    home, mother, _father, child = family
    HealthRecordFactory(child=child, allergies="ŒufZorglub", diet=Diet.NO_PORK)
    only = {"enfant": {"child": [str(child.public_id)]}}
    step = registry["sante"].step("repas")
    at_home = health.begun("sante", mother, home, only)
    assert form_for(step, at_home, mother.user).initial["allergies"] == "ŒufZorglub"
    at_counter = health.begun("sante", mother, home, only, by=clerk)
    assert SECRET not in str(form_for(step, at_counter, clerk))


def test_what_is_not_said_at_the_counter_stays_on_file(family, clerk):
    home, mother, _father, child = family
    HealthRecordFactory(child=child, doctor="Dr Petit", care_needs="Lunettes")
    answers = health.health_answers(child, doctor=[""], care_needs=[""])
    case = health.begun("sante", mother, home, answers, by=clerk)
    health.sent(case, by=clerk)
    decide(case, "accept", clerk)
    record = HealthRecord.objects.get(child=child)
    assert (record.doctor, record.care_needs) == ("Dr Petit", "Lunettes")


def test_events_hold_no_health(family, clerk):
    case = missing_vaccine(family, clerk)
    payloads = str(list(case.events.values_list("payload", flat=True)))
    for word in (SECRET, "ROR", "vegetarian"):
        assert word not in payloads


def test_receipts_and_letters_for_others_leave_health_out(family, clerk):
    case = sent(family)
    assert SECRET not in str(receipt(case).lines)
    assert SECRET in str(receipt(case, whole=True).lines)
    decide(case, "accept", clerk)
    assert SECRET not in str(registry["sante"].granted(case))
