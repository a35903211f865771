"""An enrolment by every exit of every step: events, waits, clock, places and mails."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from viewflow.workflow.status import PROCESS

from accounts.models import User
from cases.models import Case, Wait
from cases.sides import Side
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.workflows.following import (
    HOUR,
    TUESDAY_TEN,
    give_missing,
    kinds,
    places_of,
    told,
    waits,
)
from town.models import Service
from workflows.engine import acts
from workflows.engine.step import Stale
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db

SENT = ["submitted", "checked"]
CHECK, MISSING, OFFER = ("staff", "check"), ("family", "missing"), ("family", "offer")


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is Tuesday, ten in the morning, until a test says otherwise."""
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def service() -> Service:
    return ServiceFactory()


@pytest.fixture
def clerk(service) -> User:
    return agent(service)


def closed(case: Case, state: str) -> None:
    """The case ended so: nothing waits, no clock runs, the process is over."""
    case.refresh_from_db()
    assert case.state == state
    assert (case.turn, case.due_at, case.step, waits(case)) == ("", None, "", [])
    assert case.closed_at == now()
    over = PROCESS.CANCELED if state == Case.State.WITHDRAWN else PROCESS.DONE
    assert case.process.status == over


def test_a_sent_request_waits_for_an_agent_and_is_acknowledged(service):
    case = enrolment.request(service)
    assert kinds(case) == SENT
    assert waits(case) == [CHECK]
    assert (case.turn, case.turn_since, case.step) == (Side.TOWN, TUESDAY_TEN, "check")
    assert case.due_at == TUESDAY_TEN + timedelta(days=14)  # ten working days
    assert task_of(case).due_at == TUESDAY_TEN + timedelta(days=7)  # five
    assert told() == [f"Accusé de réception de votre demande {case.reference}"]


def test_an_accepted_request_gives_the_place(service, clerk, clock):
    case = enrolment.request(service)
    told()
    clock.move_to(TUESDAY_TEN + timedelta(hours=1), tick=False)
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    assert kinds(case) == [*SENT, "file_accepted", "accepted"]
    closed(case, Case.State.ACCEPTED)
    assert case.town_seconds == HOUR
    assert places_of(case) == ["active"]
    assert told() == [f"Demande {case.reference} : acceptée"]


def test_a_refused_request_says_why_and_takes_no_place(service, clerk):
    case = enrolment.request(service)
    told()
    acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="age", text="Deux ans trop tôt.")
    assert kinds(case) == [*SENT, "refused"]
    closed(case, Case.State.REFUSED)
    words = case.data["decisions"][-1]
    assert (words["exit"], words["reason"], words["text"]) == (
        "refuse",
        "age",
        "Deux ans trop tôt.",
    )
    assert places_of(case) == []
    assert told() == [f"Demande {case.reference} : réponse du service"]


@pytest.mark.parametrize("words", [{}, {"reason": "no-such"}, {"reason": "other", "text": "  "}])
def test_a_refusal_without_its_ground_changes_nothing(service, clerk, words):
    case = enrolment.request(service)
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "refuse", actor=clerk, **words)
    assert kinds(case) == SENT
    assert waits(case) == [CHECK]
    assert case.state == Case.State.OPEN


def test_a_complement_stops_the_clock_until_the_family_answers(service, clerk, clock):
    case = enrolment.request(service)
    told()
    clock.move_to(TUESDAY_TEN + timedelta(hours=1), tick=False)
    enrolment.ask_complement(case, by=clerk)
    assert kinds(case) == [*SENT, "complement_asked"]
    assert waits(case) == [MISSING]
    assert (case.turn, case.due_at, case.town_seconds) == (Side.FAMILY, None, HOUR)
    assert task_of(case).wake_at == now() + timedelta(days=30)
    assert told() == [f"Demande {case.reference} : il manque des éléments"]

    clock.shift(timedelta(days=1))
    with pytest.raises(acts.Refused):
        acts.answer(task_of(case).pk, actor=case.applicant.user)
    give_missing(case)
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    assert kinds(case) == [*SENT, "complement_asked", "piece_provided", "answered"]
    assert waits(case) == [CHECK]
    assert (case.turn, case.town_seconds, case.family_seconds) == (Side.TOWN, HOUR, 7 * HOUR)
    assert case.due_at == TUESDAY_TEN + timedelta(days=15)  # moved by the day of the family

    acts.decide(task_of(case).pk, "accept", actor=clerk)
    closed(case, Case.State.ACCEPTED)
    assert places_of(case) == ["active"]


def test_a_family_that_never_answers_is_reminded_then_closed(service, clock):
    case = enrolment.request(service, complement=True)
    asked = [*SENT, "complement_asked"]
    told()
    seen = {}
    for day in (6, 7, 8, 20, 29, 30, 31):
        clock.move_to(TUESDAY_TEN + timedelta(days=day), tick=False)
        fired = sweep_waits()
        if fired:
            seen[day] = (fired, told())
        if day == 30:
            closed(case, Case.State.ABANDONED)
    assert seen == {
        7: (1, [f"Rappel : demande {case.reference}, votre réponse est attendue"]),
        20: (1, [f"Dernier rappel : demande {case.reference}"]),
        30: (1, [f"Demande {case.reference} : classée sans suite"]),
    }
    assert kinds(case) == [*asked, "reminded", "last_notice", "abandoned"]
    assert case.town_seconds == 0
    assert places_of(case) == []


def test_after_an_outage_each_timer_fires_once_and_only_the_last_is_told(service, clock):
    case = enrolment.request(service, complement=True)
    told()
    clock.move_to(TUESDAY_TEN + timedelta(days=25), tick=False)
    assert [sweep_waits(), sweep_waits()] == [1, 0]
    assert told() == [f"Dernier rappel : demande {case.reference}"]
    clock.move_to(TUESDAY_TEN + timedelta(days=90), tick=False)
    assert [sweep_waits(), sweep_waits()] == [1, 0]
    assert kinds(case) == [*SENT, "complement_asked", "last_notice", "abandoned"]
    closed(case, Case.State.ABANDONED)


def test_a_late_answer_finds_the_case_closed(service, clock):
    case = enrolment.request(service, complement=True)
    task = task_of(case).pk
    give_missing(case)
    clock.move_to(TUESDAY_TEN + timedelta(days=31), tick=False)
    sweep_waits()
    with pytest.raises(Stale):
        acts.answer(task, actor=case.applicant.user)
    closed(case, Case.State.ABANDONED)


def test_the_deadline_told_is_the_day_in_town(service, clock):
    clock.move_to(TUESDAY_TEN.replace(hour=0, minute=20), tick=False)  # still Monday in UTC
    case = enrolment.request(service, complement=True)
    asked = case.events.get(kind="complement_asked")
    assert asked.payload["deadline"] == "2026-12-24"
    clock.move_to(TUESDAY_TEN + timedelta(days=20), tick=False)
    sweep_waits()
    assert case.events.get(kind="last_notice").payload["deadline"] == "2026-12-24"


def test_a_full_group_offers_the_waiting_list_and_the_family_takes_it(service, clock):
    case = enrolment.request(service, offered=True)
    assert kinds(case) == [*SENT, "file_accepted", "place_offered"]
    assert waits(case) == [OFFER]
    assert (case.turn, case.data["full_days"]) == (Side.FAMILY, [1, 4])
    assert places_of(case) == []
    assert told()[-1] == f"Demande {case.reference} : liste d’attente proposée"
    clock.shift(timedelta(days=1))
    acts.answer(task_of(case).pk, "accept", actor=case.applicant.user)
    assert kinds(case)[4:] == ["offer_accepted", "waitlisted"]
    closed(case, Case.State.WAITLISTED)
    assert places_of(case) == ["waiting"]
    assert (case.town_seconds, case.family_seconds) == (0, 7 * HOUR)
    assert told() == [f"Demande {case.reference} : en liste d’attente"]


def test_a_declined_offer_closes_the_case_without_place(service):
    case = enrolment.request(service, offered=True)
    told()
    acts.answer(task_of(case).pk, "decline", actor=case.applicant.user)
    assert kinds(case)[4:] == ["offer_declined", "abandoned"]
    closed(case, Case.State.ABANDONED)
    assert places_of(case) == []
    assert told() == [f"Demande {case.reference} : classée sans suite"]


def test_an_offer_left_without_answer_lapses_after_two_reminders(service, clock):
    case = enrolment.request(service, offered=True)
    for day in (7, 12, 15):
        clock.move_to(TUESDAY_TEN + timedelta(days=day), tick=False)
        assert [sweep_waits(), sweep_waits()] == [1, 0]
    assert kinds(case)[4:] == ["reminded", "last_notice", "abandoned"]
    closed(case, Case.State.ABANDONED)
    assert places_of(case) == []


@pytest.mark.parametrize("where", ["check", "missing", "offer"])
def test_a_request_can_be_withdrawn_wherever_it_waits(service, where):
    trait = {"check": {}, "missing": {"complement": True}, "offer": {"offered": True}}[where]
    case = enrolment.request(service, **trait)
    assert case.step == where
    before = kinds(case)
    told()
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert kinds(case) == [*before, "withdrawn"]
    closed(case, Case.State.WITHDRAWN)
    assert places_of(case) == []
    assert told() == [f"Demande {case.reference} : retirée"]
    with pytest.raises(Stale):
        acts.withdraw(case.pk, actor=case.applicant.user)


def test_a_decided_request_cannot_be_withdrawn(service, clerk):
    case = enrolment.request(service)
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    with pytest.raises(Stale):
        acts.withdraw(case.pk, actor=case.applicant.user)
    assert places_of(case) == ["active"]


def test_at_the_counter_the_service_files_and_answers_for_the_family(service, clerk):
    household, adult, (child,) = one_family()
    case = enrolment.draft(adult, household, child, group_of(service), by=clerk)
    acts.submit(case.pk, actor=clerk, side=Side.TOWN)
    enrolment.ask_complement(case, by=clerk)
    give_missing(case)
    acts.answer(task_of(case).pk, actor=clerk, side=Side.TOWN)
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    closed(case, Case.State.ACCEPTED)
    assert case.at_counter
    filed = case.events.get(kind="submitted")
    assert (filed.actor, filed.side) == (clerk, Side.TOWN)
    answered = case.events.get(kind="answered")
    assert (answered.actor, answered.side) == (clerk, Side.TOWN)
    assert f"Accusé de réception de votre demande {case.reference}" in told()


def test_two_requests_for_one_place_are_not_both_granted(service, clerk):
    group = group_of(service)
    household, adult, (child,) = one_family()
    first = enrolment.submitted(adult, household, child, group)
    second = enrolment.submitted(adult, household, child, group)
    acts.decide(task_of(first).pk, "accept", actor=clerk)
    with pytest.raises(acts.Refused):
        acts.decide(task_of(second).pk, "accept", actor=clerk)
    assert waits(second) == [CHECK]
    acts.decide(task_of(second).pk, "refuse", actor=clerk, reason="other", text="En double.")
    assert (places_of(first), places_of(second)) == (["active"], [])


def test_two_requests_do_not_stand_twice_in_the_waiting_list(service, clerk):
    group = group_of(service, places=0)
    household, adult, (child,) = one_family()
    first, second = (enrolment.submitted(adult, household, child, group) for _ in range(2))
    for case in (first, second):
        acts.decide(task_of(case).pk, "accept", actor=clerk)
    acts.answer(task_of(first).pk, "accept", actor=adult.user)
    with pytest.raises(acts.Refused):
        acts.answer(task_of(second).pk, "accept", actor=adult.user)
    assert waits(second) == [OFFER]
    assert (places_of(first), places_of(second)) == (["waiting"], [])


def test_a_broken_case_does_not_stop_the_timers_of_the_others(service, clock, monkeypatch):
    broken = enrolment.request(service, complement=True)
    sound = enrolment.request(service, complement=True)
    Wait.objects.filter(case=broken).update(node="gone")
    monkeypatch.setattr(
        "workflows.engine.sweep.remind",
        lambda task: 1 / 0 if task == task_of(broken).pk else acts.remind(task),
    )
    clock.move_to(TUESDAY_TEN + timedelta(days=7), tick=False)
    assert sweep_waits() == 1
    assert kinds(sound)[-1] == "reminded"
    assert task_of(broken).tries == 1
    assert task_of(broken).remind_at > now()
