"""Requests as the engine has them: sent by a family, waiting in the inbox of a service."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.utils.timezone import localdate, now
from viewflow.workflow.models import Process, Task

from activities.models import Activity, Group, Period
from cases.inbox import open_wait
from cases.models import Case, Wait
from family.models import Adult, Child, Household
from tests.factories.cases import CaseFactory
from tests.factories.family import one_family
from tests.factories.town import FacilityFactory
from town.models import Service
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry
from workflows.enrolment.flow import EnrolmentFlow


def open_group(service: Service, *, places: int = 20, name: str = "Cantine") -> Group:
    """A canteen of a facility of the service, every school day, open to enrolments now."""
    today = localdate()
    activity = Activity.objects.create(
        facility=FacilityFactory(service=service),
        kind=Activity.Kind.CANTEEN,
        name=name,
        min_months=24,
        max_months=144,
    )
    period = Period.objects.create(
        label="Année scolaire",
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=200),
        opens_on=today - timedelta(days=90),
        closes_on=today + timedelta(days=90),
    )
    return Group.objects.create(
        activity=activity, period=period, weekdays=[1, 2, 4, 5], places=places
    )


def filled_draft(adult: Adult, child: Child, group: Group, *, household: Household) -> Case:
    """A draft of an enrolment with every step answered."""
    procedure, user = registry["inscription"], adult.user
    case = drafts.begin(procedure, user=user, applicant=adult, household=household)
    start = (localdate() + timedelta(days=3)).isoformat()
    answers: dict[str, dict[str, list[str]]] = {
        "enfant": {"child": [str(child.public_id)]},
        "activite": {"group": [str(group.public_id)]},
        "jours": {"weekdays": ["1", "4"], "starts_on": [start]},
        "accords": {"rules_read": ["on"], "certified": ["on"]},
    }
    for slug, values in answers.items():
        drafts.keep_typed(case.pk, slug, typed(**values), actor=user)
    case.refresh_from_db()
    return case


def typed(**values: list[str]) -> QueryDict:
    """What a form would post."""
    query = QueryDict(mutable=True)
    for name, given in values.items():
        query.setlist(name, given)
    return query


def sent_request(service: Service, *, group: Group | None = None, **adult: Any) -> Case:
    """A family of one child enrols it: the case waits for an agent to check it."""
    household, parent, (child,) = one_family(**adult)
    case = filled_draft(parent, child, group or open_group(service), household=household)
    acts.submit(case.pk, actor=parent.user, act=uuid4())
    case.refresh_from_db()
    return case


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
