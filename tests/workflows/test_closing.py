"""Closing days of the town or a service: the promises of requests under way move with them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import now

from cases.clock import tally, turns_of
from cases.models import Case
from cases.sides import Side
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.town import ClosureFactory, ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN
from town.closing import close as close_alone
from town.closing import closing_of, closings_of, days_to_close
from town.models import Closure
from town.working_time import PARIS
from workflows.engine import acts, closing

pytestmark = pytest.mark.django_db
MONDAY = (TUESDAY_TEN + timedelta(days=6)).date()
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def admin(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def service(db):
    return ServiceFactory()


def closed(service, admin, first=MONDAY, last=FRIDAY):
    return closing.close(
        days_to_close(first, last, service), service=service, label="Fermeture", by=admin
    )


def whole(case: Case) -> None:
    """The figures of the row are those that the events tell, with today's calendar."""
    case.refresh_from_db()
    days = frozenset(Closure.objects.values_list("day", flat=True))
    told = tally(turns_of(case), case.turn_since or now(), days)
    assert [int(told[side].total_seconds()) for side in Side] == [
        case.town_seconds,
        case.family_seconds,
        case.third_seconds,
    ]


def dates(case: Case) -> tuple[datetime, datetime]:
    """What is promised, and by when its open task is to be done."""
    case.refresh_from_db()
    return case.due_at, case.waits.get().due_at


def test_a_closed_week_puts_off_promises_and_tasks_by_a_week(service, admin):
    case = enrolment.request(service)
    promised, task = dates(case)
    _closing, moved = closed(service, admin)
    assert moved == 1
    assert dates(case) == (promised + timedelta(days=7), task + timedelta(days=7))
    whole(case)


def test_it_is_what_a_request_sent_afterwards_would_be_promised(service, admin):
    before = enrolment.request(service)
    closed(service, admin)
    after = enrolment.request(service)
    assert dates(before) == dates(after)


def test_only_the_service_that_closes_moves_and_all_when_the_town_does(service, admin):
    mine, other = enrolment.request(service), enrolment.request(ServiceFactory())
    untouched = dates(other)
    assert closed(service, admin)[1] == 1
    assert dates(other) == untouched
    next_week = (MONDAY + timedelta(days=7), FRIDAY + timedelta(days=7))
    assert closed(None, admin, *next_week)[1] == 2
    whole(mine)
    whole(other)


def test_a_request_that_waits_for_its_family_has_no_date_to_move(service, admin):
    case = enrolment.request(service, complement=True)
    assert closed(service, admin)[1] == 0
    case.refresh_from_db()
    assert case.due_at is None


def test_the_family_answers_during_the_closure_and_the_figures_still_agree(service, admin, clock):
    case = enrolment.request(service)
    closed(service, admin)
    clock.move_to(datetime.combine(MONDAY, TUESDAY_TEN.time(), PARIS), tick=False)
    task = case.waits.get()
    acts.decide(task.pk, "complement", actor=agent(service), text="Précisez.")
    whole(case)
    clock.move_to(now() + timedelta(days=9), tick=False)
    acts.answer(case.waits.get().pk, actor=case.applicant.user)
    whole(case)


def test_opening_again_gives_back_the_very_dates(service, admin):
    case = enrolment.request(service)
    before = dates(case)
    done, _moved = closed(service, admin)
    assert closing.reopen(done) == (5, 1)
    assert dates(case) == before
    assert closing.reopen(done) == (0, 0)


def test_days_gone_by_stay_closed_when_the_others_open_again(service, admin, clock):
    done, _moved = closed(service, admin)
    clock.move_to(datetime.combine(MONDAY + timedelta(days=2), TUESDAY_TEN.time(), PARIS))
    days, _moved = closing.reopen(done)
    assert days == 2
    assert [row.day for row in Closure.objects.order_by("day")] == [
        MONDAY + timedelta(days=n) for n in range(3)
    ]


def test_what_would_move_is_what_moves_and_nothing_moves_before(service, admin):
    cases = [enrolment.request(service) for _ in range(3)]
    before = [dates(case) for case in cases]
    days = days_to_close(MONDAY, FRIDAY, service)
    told = closing.would_move(days, service)
    assert [dates(case) for case in cases] == before
    assert closed(service, admin)[1] == len(told) == 3
    assert {each.case.pk: each.after for each in told} == {c.pk: dates(c)[0] for c in cases}


def test_a_closure_that_fails_on_the_way_changes_nothing(service, admin, monkeypatch):
    case = enrolment.request(service)
    before = dates(case)

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(closing, "_recount_tasks", fail)
    with pytest.raises(RuntimeError):
        closed(service, admin)
    assert dates(case) == before
    assert not Closure.objects.exists()


def test_a_closure_costs_as_many_queries_for_many_requests(
    service, admin, django_assert_max_num_queries
):
    for _ in range(6):
        enrolment.request(service)
    with django_assert_max_num_queries(12):
        assert closed(service, admin)[1] == 6


def test_weekends_holidays_and_closed_days_are_not_closed_again(service):
    ClosureFactory(day=date(2027, 5, 7))  # the whole town's bridge
    days = days_to_close(date(2027, 5, 3), date(2027, 5, 10), service)
    assert days == [date(2027, 5, day) for day in (3, 4, 5, 10)]  # 6 May is Ascension Day


def test_two_closures_of_the_same_day_close_it_once(service, admin):
    for _ in range(2):
        close_alone([MONDAY], service=None, label="Pont", by=admin)
    assert Closure.objects.count() == 1


def test_the_year_lists_what_was_closed_together(service, admin):
    done, _moved = closed(service, admin)
    ClosureFactory(day=MONDAY - timedelta(days=3), label="Pont")
    found = closings_of(MONDAY.year)
    assert [(one.label, len(one.days)) for one in found] == [("Pont", 1), ("Fermeture", 5)]
    assert closing_of(done.span) == done
