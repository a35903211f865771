"""The request of a PAI, by every way out of every step."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.utils.timezone import localdate, localtime

from cases.models import Case, CaseEvent
from documents.models import Document
from family.care_plans import in_force
from family.diets import diets_on
from family.models import CarePlan, HealthRecord
from tests.factories import health
from tests.factories.family import separated_parents
from tests.factories.town import FacilityFactory, ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN, kinds, told, waits
from workflows.engine import acts, deliveries
from workflows.engine.drafts import Incomplete
from workflows.engine.procedure import registry
from workflows.engine.step import Refused
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
SECRET = "Zorglub"
MEETING = {"day": "2026-12-08", "hour": "16:30", "place": "École des Tilleuls, salle 2"}


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
    child.school, child.level = FacilityFactory(service=service), "CM1"
    child.save()
    return home, mother, father, child


@pytest.fixture
def clerk(service):
    """An agent of that service."""
    return agent(service)


def sent(family, **changed) -> Case:
    home, mother, _father, child = family
    case = health.begun("pai", mother, home, health.care_answers(child, **changed))
    return health.sent(case, paper=Document.Kind.PAI)


def decide(case: Case, exit: str, clerk, facts: dict | None = None, **words) -> None:
    if facts is not None:
        words["answers"] = {name: [value] for name, value in facts.items()}
    acts.decide(case.waits.get().pk, exit, actor=clerk, act=uuid4(), **words)
    case.refresh_from_db()


def lines(case: Case) -> dict[str, str]:
    return {str(line.label): line.value for line in registry["pai"].settled(case)}


def test_the_meeting_is_set_and_both_parents_are_told(family, clerk):
    _home, mother, father, child = family
    case = sent(family)
    told()
    decide(case, "meet", clerk, facts=MEETING)
    assert waits(case) == [("staff", "meeting")]
    assert kinds(case)[-1] == "meeting_set"
    plan = CarePlan.objects.get()
    assert localtime(plan.meets_at).strftime("%d/%m/%Y %H:%M") == "08/12/2026 16:30"
    assert (plan.child, plan.facility, plan.stage) == (child, child.school, "primary")
    assert lines(case)["Réunion"].replace("\u00a0", " ") == "mardi 8 décembre à 16 h 30"
    assert lines(case)["Lieu"] == MEETING["place"]
    deliveries.sweep_deliveries()
    assert sorted(m.to[0] for m in mail.outbox) == sorted([mother.email, father.email])
    for message in mail.outbox:
        words = message.subject + message.body
        for secret in (SECRET, child.first_name, "PAI", "Tilleuls"):
            assert secret not in words


def test_a_meeting_needs_a_day_an_hour_and_a_place_to_come(family, clerk):
    case = sent(family)
    for facts in ({}, {**MEETING, "day": "2026-11-23"}, {**MEETING, "place": ""}, None):
        with pytest.raises(Refused):
            decide(case, "meet", clerk, facts=facts)
    assert not CarePlan.objects.exists()
    assert waits(case) == [("staff", "check")]


def test_the_meeting_is_moved(family, clerk):
    case = sent(family)
    decide(case, "meet", clerk, facts=MEETING)
    decide(case, "move", clerk, facts={**MEETING, "day": "2026-12-10"})
    assert waits(case) == [("staff", "meeting")]
    assert localdate(CarePlan.objects.get().meets_at) == date(2026, 12, 10)
    assert kinds(case).count("meeting_set") == 2


def test_signed_it_stands_in_the_record_and_at_the_canteen(family, clerk):
    child = family[3]
    case = sent(family)
    decide(case, "meet", clerk, facts=MEETING)
    decide(case, "sign", clerk, facts={})
    assert case.state == Case.State.ACCEPTED
    plan = in_force(child).get()
    assert (plan.signed_on, plan.review_on) == (localdate(), date(2028, 8, 31))
    record = HealthRecord.objects.get(child=child)
    assert record.has_pai
    assert "Garder la trousse prèsZorglub" in record.care_needs
    today = localdate()
    assert diets_on(today, [child.pk])[child.pk] == "standard"
    assert diets_on(today + timedelta(days=1), [child.pk])[child.pk] == "home_meal"


def test_without_packed_lunch_the_diet_stays(family, clerk):
    case = sent(family, measures=["emergency_kit"])
    decide(case, "meet", clerk, facts=MEETING)
    decide(case, "sign", clerk, facts={"review_on": "2027-06-30"})
    assert HealthRecord.objects.get(child=family[3]).diet == "standard"
    assert in_force(family[3]).get().review_on == date(2027, 6, 30)


def test_both_parents_are_told_that_it_stands(family, clerk):
    _home, mother, father, _child = family
    case = sent(family)
    decide(case, "meet", clerk, facts=MEETING)
    decide(case, "sign", clerk, facts={})
    CaseEvent.objects.exclude(kind="accepted").update(deliver_after=None)
    deliveries.sweep_deliveries()
    assert sorted(m.to[0] for m in mail.outbox) == sorted([mother.email, father.email])


def test_after_the_meeting_it_may_be_refused_with_a_reason(family, clerk):
    case = sent(family)
    decide(case, "meet", clerk, facts=MEETING)
    with pytest.raises(Refused):
        decide(case, "refuse", clerk)
    decide(case, "refuse", clerk, reason="not_needed")
    assert case.state == Case.State.REFUSED
    assert not in_force(family[3]).exists()


def test_it_may_be_refused_at_once(family, clerk):
    case = sent(family)
    decide(case, "refuse", clerk, reason="papers")
    assert case.state == Case.State.REFUSED


def test_the_physicians_document_is_asked_for_and_awaited(family, clerk, now):
    home, mother, _father, child = family
    case = health.sent(health.begun("pai", mother, home, health.care_answers(child)))
    decide(case, "complement", clerk, pieces={"pai": "Illisible"})
    assert waits(case) == [("family", "missing")]
    with pytest.raises(Refused):
        acts.answer(case.waits.get().pk, actor=mother.user)
    health.give(case, Document.Kind.PAI)
    acts.answer(case.waits.get().pk, actor=mother.user)
    assert waits(case) == [("staff", "check")]
    decide(case, "complement", clerk, text="Une question")
    now.shift(timedelta(days=31))
    sweep_waits()
    case.refresh_from_db()
    assert case.state == Case.State.ABANDONED


def test_something_else_must_be_said(family):
    home, mother, _father, child = family
    answers = health.care_answers(child, measures=["other"], needs=[""])
    case = health.begun("pai", mother, home, answers)
    with pytest.raises(Incomplete) as refused:
        acts.submit(case.pk, actor=mother.user)
    assert refused.value.steps == ["besoins"]


def test_titles_events_and_rows_hold_no_health(family, clerk):
    case = sent(family)
    decide(case, "meet", clerk, facts=MEETING)
    wait = case.waits.get()
    rows = [case.title, wait.search, *case.events.values_list("payload", flat=True)]
    for secret in (SECRET, "PAI", "pai", "Tilleuls"):
        assert secret not in str(rows).replace("'piece': 'pai'", "")
