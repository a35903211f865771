"""Bare cases, for lists and rights: no flow behind them. `enrolment` makes true ones."""

from typing import Any
from uuid import UUID

import factory
from django.utils.timezone import now
from viewflow.workflow.models import Process, Task

from accounts.models import User
from cases.inbox import open_wait
from cases.models import Case, CaseEvent, Wait
from cases.recording import Acting, record
from cases.sides import Side
from tests.factories.family import HouseholdFactory
from tests.factories.town import ServiceFactory
from town.models import Service
from workflows.engine.step import step
from workflows.enrolment.flow import EnrolmentFlow


class CaseFactory(factory.django.DjangoModelFactory):
    """A request sent a moment ago, without any event yet; `draft=True` for one not sent."""

    class Meta:
        model = Case

    class Params:
        draft = factory.Trait(
            state=Case.State.DRAFT, submitted_at=None, turn="", turn_since=None, service=None
        )

    procedure = "inscription"
    state = Case.State.OPEN
    household = factory.SubFactory(HouseholdFactory)
    service = factory.SubFactory(ServiceFactory)
    title = "Inscription à la cantine"
    submitted_at = factory.LazyFunction(now)
    turn = Side.TOWN
    turn_since = factory.LazyFunction(now)


def happen(
    case: Case, *kinds: str, actor: User | None = None, side: str = "", act: UUID | None = None
) -> list[CaseEvent]:
    """Let these kinds of event happen in one step of the case."""
    with step(Acting(actor, side, act), pk=case.pk) as locked:
        return [record(locked, kind) for kind in kinds]


def waiting_task(service: Service, **wait: Any) -> Wait:
    """A task of the inbox with nothing behind it but a bare case: for lists, not for deciding."""
    names = {key: wait.pop(key) for key in ("household", "child", "title") if key in wait}
    process = Process.objects.create(flow_class=EnrolmentFlow)
    task = Task.objects.create(
        process=process, flow_task=EnrolmentFlow.instance.node("check"), flow_task_type="HUMAN"
    )
    case = CaseFactory(service=service, process=process, step="check", **names)
    row = open_wait(case, task=task, on=Wait.For.STAFF, node="check", since=now(), due_at=now())
    Wait.objects.filter(pk=row.pk).update(**wait)
    row.refresh_from_db()
    return row
