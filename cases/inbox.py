"""The inbox's rows: what is copied onto a wait so that a page of tasks is one index scan."""

from collections.abc import Iterable
from datetime import datetime

from viewflow.workflow.models import Task

from accounts.names import folded
from cases.models import Case, Involved, Wait
from cases.wakeup import wake_service_after_commit


def family_name(case: Case) -> str:
    """The family as a row shows it."""
    if case.household:
        return case.household.name
    asker = case.data.get("asker", "")
    return asker if isinstance(asker, str) else ""


def open_wait(
    case: Case,
    *,
    task: Task,
    on: str,
    node: str,
    part: str = "",
    part_name: str = "",
    service: int | None = None,
    role: str = "",
    barred: Iterable[int] = (),
    **when: datetime | None,
) -> Wait:
    """Write the row an open step is found by. The caller holds the case's lock.

    `service` is the queue of a task that another service than the case's own treats; `role` and
    `barred` say who in it may not move the task.
    """
    queue = service or case.service_id
    if queue and queue != case.service_id:
        Involved.objects.get_or_create(case=case, service_id=queue)
        wake_service_after_commit(case, queue)
    child = str(case.child) if case.child_id else ""
    family = family_name(case)
    return Wait.objects.create(
        task=task,
        case=case,
        on=on,
        node=node,
        part=part,
        part_name=part_name[:120],
        role=role,
        barred=list(barred),
        service_id=queue,
        facility_id=case.facility_id,
        procedure=case.procedure,
        reference=case.reference,
        family_name=family,
        child_name=child,
        search=folded(f"{family} {child} {part_name} {case.reference} {case.title}")[:400],
        **when,
    )
