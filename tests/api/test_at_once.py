"""The same act sent ten times at once, on real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from cases.models import Case, CaseEvent
from tests.api.conftest import Caller, Town
from tests.factories import enrolment

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 10


def at_once(call: Callable[[], object]) -> list:
    """What ten calls answer that start together."""
    ready = Barrier(TIMES)

    def one(_n: int) -> object:
        ready.wait(10)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as threads:
        return list(threads.map(one, range(TIMES)))


def test_a_submission_sent_ten_times_is_sent_once(town: Town):
    case, key = town.draft(), uuid4()
    path = f"cases/{case.reference}/submit/"
    told = at_once(lambda: Caller(town.parent.user).post(path, key=key))
    assert {answer.status_code for answer in told} == {200}
    assert {answer.json()["state"] for answer in told} == {"open"}
    assert CaseEvent.objects.filter(case=case, kind="submitted").count() == 1


def test_a_draft_begun_ten_times_is_one_draft(town: Town):
    key = uuid4()
    asked = {"procedure": "inscription"}
    told = at_once(lambda: Caller(town.parent.user).post("cases/", asked, key=key))
    assert {answer.status_code for answer in told} == {201}
    assert len({answer.json()["reference"] for answer in told}) == Case.objects.count() == 1


def test_ten_claims_of_two_agents_give_the_task_to_one(town: Town):
    task = enrolment.task_of(town.case())
    agents = [town.agent, town.colleague] * (TIMES // 2)
    told = at_once(lambda: Caller(agents.pop()).post(f"tasks/{task.pk}/claim/"))
    task.refresh_from_db()
    assert [answer.status_code for answer in told].count(200) == TIMES // 2
    lost = [answer.json()["owner"] for answer in told if answer.status_code == 409]
    assert lost == [str(task.owner)] * (TIMES // 2)
