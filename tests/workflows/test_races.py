"""Many people, tabs and workers on the same thing at the same moment."""

import random
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core import mail
from django.utils.timezone import now

from activities.models import Enrolment
from cases.models import Case, Message, Wait
from cases.sides import Side
from tests.factories import enrolment, school_year
from tests.factories.activities import group_of
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.workflows.at_once import at_once, raised, while_held
from tests.workflows.following import give_missing, kinds, places_of, waits
from workflows.engine import acts
from workflows.engine.conversation import post_message
from workflows.engine.deliveries import deliver, sweep_deliveries
from workflows.engine.step import Stale, TakenBy
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db(transaction=True)

SENT = ["submitted", "checked"]


@pytest.fixture
def service(db):
    return ServiceFactory()


@pytest.fixture
def clerk(service):
    return agent(service)


def test_the_last_place_is_never_given_twice(service, clerk):
    group = group_of(service, places=1)
    cases = [enrolment.request(group=group) for _ in range(20)]
    results = at_once(
        partial(acts.decide, task_of(case).pk, "accept", actor=clerk) for case in cases
    )
    assert results == [None] * 20
    states = [Case.objects.get(pk=case.pk).state for case in cases]
    assert sorted(states) == [Case.State.ACCEPTED] + [Case.State.OPEN] * 19
    assert Enrolment.objects.holding().filter(group=group).count() == 1
    offered = [case for case in cases if waits(case) == [("family", "offer")]]
    assert len(offered) == 19


def test_the_last_place_is_given_once_to_the_years_files_that_want_it(db):
    year = school_year.year_now()
    group = school_year.canteen(year, places=1)
    families = [one_family() for _ in range(8)]
    cases = [
        school_year.sent(adult, home, {child: {group: [1, 2]}}, waiting="yes" if n % 2 else "no")
        for n, (home, adult, (child,)) in enumerate(families)
    ]
    clerk = agent(group.activity.facility.service)
    results = at_once(
        partial(acts.decide, task_of(case).pk, "accept", actor=clerk) for case in cases
    )
    assert results == [None] * 8
    ends = [Case.objects.get(pk=case.pk).data["parts"]["1"] for case in cases]
    assert ends.count("placed") == Enrolment.objects.holding().filter(group=group).count() == 1
    others = [(n % 2, end) for n, end in enumerate(ends) if end != "placed"]
    assert all(end == ("listed" if wants else "full") for wants, end in others)


def test_of_twenty_agents_on_one_task_one_wins_and_the_others_are_told_who(service):
    case = enrolment.request(service)
    task = task_of(case).pk
    clerks = [agent(service) for _ in range(20)]
    results = at_once(partial(acts.claim, task, actor=clerk) for clerk in clerks)
    losers = raised(results, TakenBy)
    winner = task_of(case).owner
    assert results.count(None) == 1
    assert clerks[results.index(None)] == winner
    assert [error.owner for error in losers] == [winner] * 19
    assert kinds(case) == [*SENT, "claimed"]


def test_the_same_submission_sent_ten_times_is_one_request(service):
    household, adult, (child,) = one_family()
    case = enrolment.draft(adult, household, child, group_of(service))
    act = uuid4()
    results = at_once([partial(acts.submit, case.pk, actor=adult.user, act=act)] * 10)
    assert results == [None] * 10
    assert kinds(case) == SENT
    assert Wait.objects.filter(case=case).count() == 1
    sweep_deliveries()
    assert [message.to for message in mail.outbox] == [[adult.email]]


def test_a_draft_sent_from_ten_tabs_is_sent_once_and_the_other_tabs_are_told(service):
    household, adult, (child,) = one_family()
    case = enrolment.draft(adult, household, child, group_of(service))
    results = at_once(
        [lambda: acts.submit(case.pk, actor=adult.user, act=uuid4()) for _tab in range(10)]
    )
    assert len(raised(results, Stale)) == 9
    assert kinds(case) == SENT


def test_a_request_withdrawn_while_it_is_sent_is_withdrawn(service):
    """Whoever waited for the case's lock reads the process that it got meanwhile."""
    household, adult, (child,) = one_family()
    case = enrolment.draft(adult, household, child, group_of(service))
    result = while_held(
        partial(acts.submit, case.pk, actor=adult.user),
        partial(acts.withdraw, case.pk, actor=adult.user),
    )
    assert result is None
    assert kinds(case) == [*SENT, "withdrawn"]
    assert waits(case) == []


def test_the_same_decision_sent_ten_times_is_taken_once(service, clerk):
    case = enrolment.request(service)
    decision = partial(acts.decide, task_of(case).pk, "accept", actor=clerk, act=uuid4())
    assert at_once([decision] * 10) == [None] * 10
    assert kinds(case) == [*SENT, "file_accepted", "accepted"]
    assert places_of(case) == ["active"]


def test_the_same_message_sent_ten_times_is_read_once(service):
    case = enrolment.request(service)
    say = partial(
        post_message, case.pk, "Bonjour", author=case.applicant.user, side=Side.FAMILY, act=uuid4()
    )
    results = at_once([say] * 10)
    assert len({message.pk for message in results}) == 1
    assert Message.objects.filter(case=case).count() == 1
    assert kinds(case) == [*SENT, "message"]


@pytest.mark.parametrize("exit", ["accept", "complement", "refuse"])
def test_a_decision_and_a_withdrawal_do_not_both_happen(service, clerk, exit):
    words = {"reason": "age", "pieces": {"address": ""}}
    for _round in range(4):
        case = enrolment.request(service)
        results = at_once(
            [
                partial(acts.decide, task_of(case).pk, exit, actor=clerk, **words),
                partial(acts.withdraw, case.pk, actor=case.applicant.user),
            ]
        )
        raised(results, Stale)
        case.refresh_from_db()
        final = {"accept": "accepted", "refuse": "refused", "complement": "withdrawn"}[exit]
        assert case.state in {final, "withdrawn"}
        assert waits(case) == []
        closings = {"accepted", "refused", "withdrawn"} & set(kinds(case))
        assert closings == {case.state}
        assert places_of(case) == (["active"] if case.state == "accepted" else [])


def test_an_answer_at_the_last_moment_and_the_deadline_do_not_both_happen(service):
    for _round in range(6):
        case = enrolment.request(service, complement=True)
        give_missing(case)
        task = task_of(case).pk
        Wait.objects.filter(pk=task).update(wake_at=now() - timedelta(seconds=1))
        results = at_once(
            [
                partial(acts.answer, task, actor=case.applicant.user),
                partial(acts.expire, task),
            ]
        )
        assert len(raised(results, Stale)) == 1
        last = kinds(case)[-1]
        assert (case.state, last) in {("open", "answered"), ("abandoned", "abandoned")}


def test_a_reminder_and_a_deadline_fire_once_with_four_sweeps_at_once(service):
    case = enrolment.request(service, complement=True)
    Wait.objects.filter(case=case).update(remind_at=now() - timedelta(seconds=1))
    assert sum(at_once([sweep_waits] * 4)) == 1
    assert kinds(case)[2:] == ["complement_asked", "reminded"]
    Wait.objects.filter(case=case).update(wake_at=now() - timedelta(seconds=1))
    assert sum(at_once([sweep_waits] * 4)) == 1
    assert kinds(case)[-1] == "abandoned"


def test_workers_on_one_event_send_one_mail(service):
    case = enrolment.request(service)
    event = case.events.get(kind="submitted")
    results = at_once([partial(deliver, event.pk)] * 6 + [sweep_deliveries] * 2)
    assert sum(results) == 1
    assert len(mail.outbox) == 1


def test_jobs_redelivered_and_out_of_order_send_each_mail_once(service, clerk):
    case = enrolment.request(service, complement=True)
    give_missing(case)
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    jobs = [*case.events.values_list("pk", flat=True)] * 3 + [2**40]
    random.Random(7).shuffle(jobs)
    for job in jobs:
        deliver(job)
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == len(set(ids)) == 3  # received, complement, accepted


def test_events_of_one_case_are_numbered_without_gap_whoever_speaks(service, clerk):
    case = enrolment.request(service)
    say = partial(post_message, case.pk, "Bonjour")
    results = at_once(
        [partial(say, author=clerk, side=Side.TOWN)] * 6
        + [partial(say, author=case.applicant.user, side=Side.FAMILY)] * 6
        + [partial(acts.claim, task_of(case).pk, actor=clerk)]
    )
    assert raised(results, Stale) == []
    assert len(kinds(case)) == 2 + 13
