"""No case is stuck, and one that is would be found (promise 10)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from cases.models import Case, Wait
from cases.stuck import violations
from tests.factories import enrolment
from tests.factories.cases import CaseFactory
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts


def lacking(case: Case) -> list[str]:
    """What the lister says of a case."""
    return [found.lacks for found in violations() if found.reference == case.reference]


@pytest.fixture
def case(db) -> Case:
    """A request on the desk of a service."""
    household, parent, (child,) = one_family()
    group = enrolment.group_of(ServiceFactory())
    return enrolment.submitted(parent, household, child, group)


def test_a_case_that_moves_is_never_stuck(case: Case):
    assert lacking(case) == []
    task = enrolment.task_of(case)
    acts.decide(task.pk, "complement", actor=agent(case.service), text="Quel quai ?")
    assert lacking(case) == []
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert lacking(case) == []
    out = StringIO()
    call_command("list_stuck_cases", stdout=out)
    assert out.getvalue() == "No case is stuck.\n"


def test_a_draft_waits_for_nobody(db):
    assert lacking(CaseFactory(draft=True)) == []


@pytest.mark.parametrize(
    ("spoilt", "lacks"),
    [
        ({"due_at": None}, "a step without a date"),
        ({"service": None}, "a task in no queue"),
        ({"on": "family", "wake_at": None}, "a step without a date"),
        ({"on": "worker", "wake_at": None}, "a step without a date"),
    ],
)
def test_a_wait_without_what_moves_it_is_found(case: Case, spoilt: dict, lacks: str):
    Wait.objects.filter(case=case).update(**spoilt)
    assert lacks in lacking(case)


def test_a_task_in_the_queue_of_another_service_is_found(case: Case):
    Wait.objects.filter(case=case).update(service=ServiceFactory())
    assert lacking(case) == ["a task in another service's queue"]


@pytest.mark.parametrize(
    ("spoilt", "lacks"),
    [
        ({"turn": ""}, "nobody's turn"),
        ({"due_at": None}, "no date promised by the town"),
        ({"state": "accepted", "closed_at": now(), "turn": ""}, "a step after the end"),
        ({"closed_at": now() - timedelta(days=1)}, "an end before the end"),
    ],
)
def test_a_case_that_contradicts_itself_is_found(case: Case, spoilt: dict, lacks: str):
    Case.objects.filter(pk=case.pk).update(**spoilt)
    assert lacking(case) == [lacks]


def test_the_command_names_the_case_and_fails(case: Case):
    Wait.objects.filter(case=case).delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("list_stuck_cases", stdout=out)
    assert out.getvalue() == f"{case.reference}: no next step\n"
