"""Work that fails again and again: kept without its words, relaunched once, mended by itself."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.utils.timezone import now

from cases.models import Case, CaseEvent, Wait
from cases.stuck import violations
from tests.factories import enrolment
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.flows import trip as trips
from tests.workflows.at_once import at_once
from workflows.engine import acts, drafts, failing, jobs, sweep
from workflows.engine.procedure import registry
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
MARK = "Zorglub, 12 rue des Lilas"


class TripError(Exception):
    """What the coach company's line may raise."""


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setitem(registry.procedures, "sortie", trips.Trip())
    trips.booked.clear()


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(now(), tick=False)
    return time_machine


@pytest.fixture
def outage(monkeypatch):
    """The coach company does not answer, and what it says holds a name."""

    def fail(case_id: int) -> None:
        raise TripError(MARK)

    with monkeypatch.context() as patch:
        patch.setattr(trips, "book", fail)
        yield patch


@pytest.fixture
def no_way_out(monkeypatch):
    """The job leads to nobody's task when it fails."""
    booking = trips.TripFlow.instance.node("booking")
    monkeypatch.delitem(booking.exits, "failed")


def at_booking() -> Case:
    """A trip whose coach is to be booked."""
    service = ServiceFactory()
    household, adult, _children = one_family()
    case = drafts.begin(registry["sortie"], user=adult.user, applicant=adult, household=household)
    trips.trip(case, [service], now() + timedelta(days=60))
    acts.submit(case.pk, actor=adult.user, act=uuid4())
    acts.decide(case.waits.get().pk, "agree", actor=agent(service), act=uuid4())
    case.refresh_from_db()
    return case


def fail_for(clock, hours: int) -> None:
    """Let the sweep run over these hours."""
    at = now()
    for quarter in range(hours * 4):
        clock.move_to(at + timedelta(minutes=15 * (quarter + 1)), tick=False)
        sweep_waits()


def the_wait(case: Case) -> Wait:
    return Wait.objects.get(case=case)


def shown(kind: str) -> list[int]:
    return list(failing.failing(kind).values_list("pk", flat=True))


def test_a_job_without_a_way_out_stays_until_it_is_done_and_the_case_is_not_stuck(
    clock, outage, no_way_out
):
    case = at_booking()
    fail_for(clock, 4)
    wait = the_wait(case)
    assert (wait.node, wait.error) == ("booking", "TripError")
    assert shown(failing.JOB) == [wait.pk]
    assert list(violations()) == []
    assert wait.wake_at > now() + timedelta(hours=12), "no more than once a day by itself"
    assert not case.events.filter(kind="job_failed").exists()


def test_what_fails_once_or_twice_is_not_shown(clock, outage, no_way_out):
    case = at_booking()
    sweep_waits()
    wait = the_wait(case)
    assert wait.tries == 1 and wait.failing_since == now()
    assert shown(failing.JOB) == []


def test_a_relaunch_does_it_at_once_when_the_cause_is_mended(clock, outage, no_way_out):
    case = at_booking()
    fail_for(clock, 4)
    outage.undo()
    wait = the_wait(case)
    assert failing.retry(failing.JOB, wait.pk, wait.tries) is True
    assert sweep_waits() == 1
    assert trips.booked == [case.pk]
    assert shown(failing.JOB) == []
    case.refresh_from_db()
    assert case.step == "departure"


def test_a_relaunch_that_fails_is_counted_and_may_be_asked_again(clock, outage, no_way_out):
    case = at_booking()
    fail_for(clock, 4)
    wait = the_wait(case)
    assert failing.retry(failing.JOB, wait.pk, wait.tries)
    sweep_waits()
    again = the_wait(case)
    assert again.tries == wait.tries + 1
    assert again.failing_since == wait.failing_since
    assert failing.retry(failing.JOB, wait.pk, wait.tries) is False, "what the old page showed"
    assert failing.retry(failing.JOB, wait.pk, again.tries) is True


def test_of_two_administrators_who_relaunch_at_once_one_does(
    transactional_db, monkeypatch, no_way_out
):
    case = at_booking()
    hour = now() + timedelta(hours=5)
    Wait.objects.filter(case=case).update(tries=7, failing_since=now(), wake_at=hour)
    wait = the_wait(case)
    results = at_once([lambda: failing.retry(failing.JOB, wait.pk, 7)] * 4)
    assert sorted(results) == [False, False, False, True]
    assert sorted(at_once([lambda: jobs.work(wait.pk)] * 3)) == [False, False, True]
    assert trips.booked == [case.pk]


def test_a_job_whose_worker_dies_each_time_is_shown_too(clock, monkeypatch, no_way_out):
    case = at_booking()

    class Killed(BaseException):
        """What no rule of ours can catch."""

    def die(case_id: int) -> None:
        raise Killed

    monkeypatch.setattr(trips, "book", die)
    for _ in range(3):
        with pytest.raises(Killed):
            jobs.work(the_wait(case).pk)
        clock.move_to(now() + timedelta(minutes=11), tick=False)
    wait = the_wait(case)
    assert shown(failing.JOB) == [wait.pk]
    assert wait.error == ""


def test_a_job_whose_worker_dies_each_time_goes_to_somebody_in_the_end(clock, monkeypatch):
    case = at_booking()
    monkeypatch.setattr(trips, "book", lambda case_id: None)
    Wait.objects.filter(case=case).update(tries=5, wake_at=now())
    assert jobs.work(the_wait(case).pk) is False
    case.refresh_from_db()
    assert case.step == "mend"


def test_a_step_after_the_job_that_fails_holds_no_other_case_back(clock, monkeypatch):
    first, second = at_booking(), at_booking()
    true_arrive = jobs.arrive

    def arrive(case: Case) -> None:
        if case.pk == first.pk:
            raise TripError(MARK)
        true_arrive(case)

    monkeypatch.setattr(jobs, "arrive", arrive)
    assert sweep_waits() == 1
    assert the_wait(first).error == "TripError"
    second.refresh_from_db()
    assert second.step == "departure"


@pytest.mark.parametrize("timer", ["remind", "expire"])
def test_a_timer_that_fails_is_shown_relaunched_and_forgotten_once_it_fires(
    clock, monkeypatch, timer
):
    case = enrolment.request(ServiceFactory(), complement=True)
    wait = the_wait(case)
    hour = wait.remind_at if timer == "remind" else wait.wake_at

    def fail(task_id: int) -> None:
        raise TripError(MARK)

    with monkeypatch.context() as patch:
        patch.setattr(sweep, timer, fail)
        if timer == "expire":
            Wait.objects.filter(pk=wait.pk).update(remind_at=None)
        clock.move_to(hour, tick=False)
        fail_for(clock, 3)
        wait.refresh_from_db()
        assert shown(failing.TIMER) == [wait.pk]
        assert wait.error == "TripError"
        assert failing.next_try(wait, now()) > now()
        assert failing.retry(failing.TIMER, wait.pk, wait.tries) is True
        assert failing.retry(failing.TIMER, wait.pk, wait.tries) is False
    assert sweep_waits() == 1
    assert shown(failing.TIMER) == []
    kind = "reminded" if timer == "remind" else "abandoned"
    assert case.events.filter(kind=kind).count() == 1


def test_a_reminder_is_never_sent_after_a_deadline_that_could_not_fire(clock, monkeypatch):
    case = enrolment.request(ServiceFactory(), complement=True)
    wait = the_wait(case)

    def fail(task_id: int) -> None:
        raise TripError(MARK)

    monkeypatch.setattr(sweep, "expire", fail)
    clock.move_to(wait.wake_at + timedelta(hours=1), tick=False)  # nothing ran for a month
    assert [sweep_waits(), sweep_waits()] == [0, 0]
    assert not case.events.filter(kind="reminded").exists()


def test_a_mail_that_cannot_leave_is_shown_relaunched_and_forgotten(clock, monkeypatch):
    case = enrolment.request(ServiceFactory())
    event = case.events.get(kind="submitted")

    def send(self, *args, **kwargs):
        raise SMTPServerDisconnected(MARK)

    from workflows.engine.deliveries import sweep_deliveries

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", send)
        for _ in range(4):
            sweep_deliveries()
            clock.move_to(now() + timedelta(minutes=10), tick=False)
    event.refresh_from_db()
    assert shown(failing.DELIVERY) == [event.pk]
    assert (event.error, event.delivery_tries) == ("SMTPServerDisconnected", 4)
    CaseEvent.objects.filter(pk=event.pk).update(deliver_after=now() + timedelta(hours=4))
    assert failing.retry(failing.DELIVERY, event.pk, 4) is True
    assert failing.retry(failing.DELIVERY, event.pk, 4) is False
    assert sweep_deliveries() == 1
    event.refresh_from_db()
    assert (event.error, event.failing_since) == ("", None)
    assert shown(failing.DELIVERY) == []


def test_everything_is_relaunched_with_one_press(clock, outage, no_way_out):
    first, second = at_booking(), at_booking()
    fail_for(clock, 4)
    event = first.events.filter(kind="submitted")
    soon = now() + timedelta(hours=1)
    event.update(deliver_after=soon, delivery_tries=5, failing_since=now())
    outage.undo()
    assert failing.counts() == {failing.JOB: 2, failing.TIMER: 0, failing.DELIVERY: 1}
    assert [failing.retry_all(), failing.retry_all()] == [3, 0]
    sweep_waits()
    assert sorted(trips.booked) == [first.pk, second.pk]


def test_an_errors_words_leave_no_trace(clock, outage, no_way_out, caplog):
    at_booking()
    fail_for(clock, 4)
    assert "TripError" in caplog.text and MARK not in caplog.text
    assert found_in_the_database("TripError") == ["cases_wait"]
    assert found_in_the_database(MARK) == []


def found_in_the_database(words: str) -> list[str]:
    """The tables of which a row holds these words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'public' and table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        holding = []
        for table in tables:
            cursor.execute(
                f'select exists (select 1 from "{table}" t where position(%s in t::text) > 0)',  # noqa: S608
                [words],
            )
            if cursor.fetchone()[0]:
                holding.append(table)
    return holding
