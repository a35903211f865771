"""Parts side by side, work of a worker, waiting for a date: as any démarche may use them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from cases.clock import tally, turns_of
from cases.models import Case, Wait
from cases.permissions import Level, level, visible_to
from cases.sides import Side
from cases.stuck import violations
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.flows import trip as trips
from tests.workflows.at_once import at_once
from workflows.engine import acts, drafts
from workflows.engine.jobs import work
from workflows.engine.procedure import registry
from workflows.engine.step import Refused, Stale
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setitem(registry.procedures, "sortie", trips.Trip())
    trips.booked.clear()


def sent(services, leaves_at=None) -> Case:
    household, adult, _children = one_family()
    case = drafts.begin(registry["sortie"], user=adult.user, applicant=adult, household=household)
    trips.trip(case, services, leaves_at)
    acts.submit(case.pk, actor=adult.user, act=uuid4())
    case.refresh_from_db()
    return case


def opinion(case: Case, service, exit: str = "agree", **words) -> None:
    wait = Wait.objects.get(case=case, service=service, on=Wait.For.STAFF)
    acts.decide(wait.pk, exit, actor=agent(service), act=uuid4(), **words)
    case.refresh_from_db()


def whole(case: Case) -> None:
    """The invariants that hold after every step."""
    case.refresh_from_db()
    assert list(violations()) == []
    numbers = list(case.events.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, case.last_event + 1))
    told = tally(turns_of(case), case.turn_since or now())
    assert [int(told[side].total_seconds()) for side in Side] == [
        case.town_seconds,
        case.family_seconds,
        case.third_seconds,
    ]


def test_each_part_stands_in_the_queue_of_its_service():
    first, second = ServiceFactory(), ServiceFactory()
    case = sent([first, second])
    waits = {(w.part, w.service_id) for w in case.waits.all()}
    assert waits == {(first.slug, first.pk), (second.slug, second.pk)}
    whole(case)


def test_a_service_that_treats_a_part_may_open_the_case_and_no_other_may():
    first, second, third = ServiceFactory(), ServiceFactory(), ServiceFactory()
    case = sent([first, second])
    for service, reached in ((first, Level.WRITE), (second, Level.WRITE), (third, Level.NONE)):
        who = agent(service)
        assert level(who, case) == reached
        assert visible_to(who).filter(pk=case.pk).exists() == bool(reached)


def test_the_case_goes_on_once_every_part_is_decided():
    first, second = ServiceFactory(), ServiceFactory()
    case = sent([first, second])
    opinion(case, first)
    assert case.step == "opinion"
    opinion(case, second, "object")
    assert case.step == "booking"
    assert case.data["agreed"] == [first.slug]
    whole(case)


def test_two_services_that_decide_at_the_same_moment_meet_once(transactional_db):
    services = [ServiceFactory() for _ in range(4)]
    case = sent(services)
    tasks = list(case.waits.values_list("pk", "service"))
    people = {service.pk: agent(service) for service in services}
    results = at_once(
        [lambda t=t, s=s: acts.decide(t, "agree", actor=people[s], act=uuid4()) for t, s in tasks]
    )
    assert results == [None] * 4
    assert case.waits.count() == 1
    whole(case)


def test_a_request_without_any_part_goes_straight_on():
    service = ServiceFactory()
    household, adult, _children = one_family()
    case = drafts.begin(registry["sortie"], user=adult.user, applicant=adult, household=household)
    trips.trip(case, [service])
    procedure = registry["sortie"]
    assert procedure.flow.instance.node("each").parts is trips.parts
    case.data["parts"] = [service.slug]
    trips_parts = trips.parts
    try:
        procedure.flow.instance.node("each").parts = lambda case: []
        acts.submit(case.pk, actor=adult.user, act=uuid4())
    finally:
        procedure.flow.instance.node("each").parts = trips_parts
    case.refresh_from_db()
    assert case.step == "booking"
    whole(case)


def test_the_towns_clock_runs_while_one_part_waits_for_it_and_stops_when_none_does():
    first, second = ServiceFactory(), ServiceFactory()
    case = sent([first, second])
    opinion(case, first, "ask", text="Précisez.")
    assert case.turn == Side.TOWN, "the other service still has something to do"
    opinion(case, second)
    assert case.turn == Side.FAMILY
    whole(case)
    wait = case.waits.get(on=Wait.For.FAMILY)
    acts.answer(wait.pk, actor=case.filed_by, act=uuid4())
    case.refresh_from_db()
    assert case.turn == Side.TOWN
    assert case.waits.get().part == first.slug, "the branch remembers its part"
    whole(case)


def test_a_job_is_done_once_however_often_it_is_called():
    case = sent([service := ServiceFactory()], now() + timedelta(days=3))
    opinion(case, service)
    task = case.waits.get().pk
    assert [work(task), work(task)] == [True, False]
    assert trips.booked == [case.pk]
    whole(case)
    assert case.step == "departure"
    assert case.turn == Side.THIRD


def test_a_job_called_by_several_workers_at_once_is_done_by_one(transactional_db):
    case = sent([service := ServiceFactory()], now() + timedelta(days=3))
    opinion(case, service)
    task = case.waits.get().pk
    assert sorted(at_once([lambda: work(task)] * 4)) == [False, False, False, True]
    assert trips.booked == [case.pk]


def test_a_lost_call_is_made_up_for_by_the_sweep():
    case = sent([service := ServiceFactory()])
    opinion(case, service)
    assert sweep_waits() == 1
    assert trips.booked == [case.pk]


def test_a_job_that_fails_is_tried_again_later_then_given_to_somebody(
    monkeypatch, caplog, time_machine
):
    time_machine.move_to(now(), tick=False)

    def fail(case_id: int) -> None:
        raise RuntimeError("Lefèvre, 12 rue des Lilas")

    monkeypatch.setattr(trips, "book", fail)
    case = sent([service := ServiceFactory()])
    opinion(case, service)
    task, at = case.waits.get().pk, now()
    for _ in range(12):
        sweep_waits()
        at += timedelta(minutes=40)
        time_machine.move_to(at, tick=False)
        whole(case)
    assert case.step == "mend"
    assert "RuntimeError" in caplog.text
    assert "Lefèvre" not in caplog.text
    assert not Wait.objects.filter(pk=task).exists()
    monkeypatch.undo()


def test_a_date_wakes_the_case_once_and_never_before(time_machine):
    time_machine.move_to(now(), tick=False)
    leaves = now() + timedelta(days=3)
    case = sent([service := ServiceFactory()], leaves)
    opinion(case, service)
    work(case.waits.get().pk)
    wait = case.waits.get()
    assert wait.wake_at == leaves
    with pytest.raises(Stale):
        acts.wake(wait.pk)
    time_machine.move_to(leaves + timedelta(hours=5), tick=False)  # the worker was away
    assert [sweep_waits(), sweep_waits()] == [1, 0]
    whole(case)
    assert case.state == Case.State.ACCEPTED


def test_a_date_in_the_past_is_due_at_once():
    case = sent([service := ServiceFactory()], now() - timedelta(days=3))
    opinion(case, service)
    sweep_waits()
    sweep_waits()
    whole(case)
    assert case.state == Case.State.ACCEPTED


def test_a_withdrawal_closes_every_branch():
    first, second = ServiceFactory(), ServiceFactory()
    case = sent([first, second])
    acts.withdraw(case.pk, actor=case.filed_by, act=uuid4())
    whole(case)
    assert case.state == Case.State.WITHDRAWN


def test_a_decision_that_is_not_offered_for_this_case_is_refused(monkeypatch):
    monkeypatch.setattr(trips.Trip, "offered", lambda self, case, node: ())
    case = sent([service := ServiceFactory()])
    with pytest.raises(Refused):
        opinion(case, service)
