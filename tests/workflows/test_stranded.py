"""A start that would strand live cases is stopped, with the list (promise 16)."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from viewflow.workflow.fields import get_task_ref
from viewflow.workflow.models import Task

from tests.factories import enrolment
from workflows.engine.checks import stranded
from workflows.enrolment.flow import EnrolmentFlow

pytestmark = pytest.mark.django_db


def waiting_on(node: str) -> str:
    """Two live cases that wait on a node of this name, as an earlier version left them."""
    reference = get_task_ref(EnrolmentFlow.instance.node("check")).replace("check", node)
    tasks = [enrolment.task_of(enrolment.request()).pk for _ in range(2)]
    Task.objects.filter(pk__in=tasks).update(flow_task=reference)
    return reference


def test_cases_that_wait_on_known_steps_start_well():
    enrolment.request()
    assert stranded() == {}
    call_command("check", databases=["default"])


def test_a_removed_step_with_live_cases_stops_the_start_with_the_list():
    reference = waiting_on("verified_by_hand")
    assert stranded() == {reference: 2}
    with pytest.raises(SystemCheckError) as stopped:
        call_command("check", databases=["default"])
    assert f"2 live case(s) wait on {reference}" in str(stopped.value)


def test_a_renamed_step_that_says_so_strands_nobody(monkeypatch):
    waiting_on("verified_by_hand")
    monkeypatch.setattr(EnrolmentFlow, "renamed", {"verified_by_hand": "check"})
    assert stranded() == {}
