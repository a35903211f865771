"""What an enrolment asks of the database: no record twice, no row written for nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from viewflow.workflow.models import Task

from cases.models import Case
from tests.factories.activities import group_of
from tests.factories.enrolment import draft, task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts

pytestmark = pytest.mark.django_db
SAVEPOINT = 2  # the test's own transaction makes one of the step's: opened and released


@pytest.fixture
def case(db) -> Case:
    """A draft ready to be sent."""
    household, adult, (child,) = one_family()
    return draft(adult, household, child, group_of(ServiceFactory()))


def test_an_enrolment_takes_few_statements(
    case: Case, django_assert_max_num_queries: Callable
) -> None:
    parent = case.applicant.user
    with django_assert_max_num_queries(25 + SAVEPOINT):
        acts.submit(case.pk, actor=parent, act=uuid4())
    case.refresh_from_db()
    clerk, task = agent(case.service), task_of(case).pk
    with django_assert_max_num_queries(6 + SAVEPOINT):
        acts.claim(task, actor=clerk, act=uuid4())
    with django_assert_max_num_queries(22 + SAVEPOINT):
        acts.decide(task, "accept", actor=clerk, act=uuid4())
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def test_steps_done_at_once_are_kept_with_what_they_follow(case: Case) -> None:
    acts.submit(case.pk, actor=case.applicant.user)
    case.refresh_from_db()
    acts.decide(task_of(case).pk, "accept", actor=agent(case.service))
    case.refresh_from_db()
    tasks = Task.objects.filter(process=case.process).order_by("pk")
    walked = [(task.flow_task.name, task.status) for task in tasks]
    names = ["start", "verify", "check", "place", "accepted"]
    assert walked == [(name, "DONE") for name in names]
    before = [[one.flow_task.name for one in task.previous.all()] for task in tasks]
    assert before == [[], *([name] for name in names[:-1])]
    assert all(task.finished for task in tasks)
