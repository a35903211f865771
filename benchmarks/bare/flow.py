"""The same steps as an enrolment in stock Viewflow nodes, driven as its own views drive them.

`RuledFlow` runs the enrolment's own rules at them: the form read, the machine's checks, the place
taken under lock. No case, no event, no inbox row, no clock, no mail: what a flow alone costs.
`EmptyFlow` has no rules either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import transaction
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from accounts.models import User
from cases.models import Case
from workflows.engine.drafts import read_form
from workflows.engine.procedure import registry
from workflows.enrolment import checks, effects


class EmptyFlow(flow.Flow):
    """Start, machine's check, agent's check, decision, effect, end."""

    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle(this.begin).Next(this.verify)
    verify = flow.Function(this.do_verify).Next(this.check)
    check = flow.View(this.no_page).Next(this.accepted)
    accepted = flow.If(lambda activation: activation.process.data["accepted"]).Then(this.place)
    accepted = accepted.Else(this.end)
    place = flow.Function(this.do_place).Next(this.end)
    end = flow.End()

    def begin(self, activation: Activation, asked: Case, parent: User) -> Process:
        """Begin with what was asked, unread."""
        return activation.process

    def do_verify(self, activation: Activation) -> None:
        """Where a procedure would have its checks."""

    def do_place(self, activation: Activation) -> None:
        """Where a procedure would have its effect."""

    def no_page(self, request: object) -> None:
        """The agent's page, which nobody opens here."""


class RuledFlow(EmptyFlow):
    """The same, with the rules of an enrolment. What was declared is kept on the process."""

    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle(this.begin).Next(this.verify)
    verify = flow.Function(this.do_verify).Next(this.check)
    check = flow.View(this.no_page).Next(this.accepted)
    accepted = flow.If(lambda activation: activation.process.data["accepted"]).Then(this.place)
    accepted = accepted.Else(this.end)
    place = flow.Function(this.do_place).Next(this.end)
    end = flow.End()

    def begin(self, activation: Activation, asked: Case, parent: User) -> Process:
        """Begin with what was asked, read as the portal reads it."""
        asked.readings = {}
        declared = read_form(registry[asked.procedure], asked, parent)
        activation.process.data = {"declared": declared, "household": asked.household_id}
        return activation.process

    def do_verify(self, activation: Activation) -> None:
        """The machine's checks; on the records of a case, which the flow has no row for."""
        blockers = checks.blockers(_asked(activation.process))
        if blockers:
            raise ValueError(blockers)

    def do_place(self, activation: Activation) -> None:
        """The place, taken under the group's lock, and the enrolment."""
        if effects.take_place(_asked(activation.process)) != "placed":
            raise ValueError("full")


def _asked(process: Process) -> Case:
    case = Case(reference="", data=process.data, household_id=process.data["household"])
    case.readings = {}
    return case


def start(flow_class: type[flow.Flow], asked: Case, parent: User) -> Process:
    """A request comes in."""
    return flow_class.start.run(asked=asked, parent=parent)


def task_of(process: Process) -> int:
    """The task that waits for the agent."""
    return Task.objects.get(process=process, status=STATUS.NEW).pk


def claim(flow_class: type[flow.Flow], process_id: int, task_id: int, user: User) -> None:
    """An agent takes the task."""
    with _activation(flow_class, process_id, task_id) as activation:
        activation.assign(user)


def accept(flow_class: type[flow.Flow], process_id: int, task_id: int, user: User) -> None:
    """The agent accepts: the flow walks on to its end."""
    with _activation(flow_class, process_id, task_id) as activation:
        activation.start(SimpleNamespace(user=user))
        activation.process.data = {**(activation.process.data or {}), "accepted": True}
        activation.process.save(update_fields=["data"])
        activation.execute()


@contextmanager
def _activation(flow_class: type[flow.Flow], process_id: int, task_id: int) -> Iterator[Activation]:
    """As `viewflow.workflow.flow.utils.wrap_task_view` does for a POST."""
    with flow_class.lock(process_id), transaction.atomic():
        task = Task.objects.get(pk=task_id)
        if task.process.flow_class is not flow_class:
            raise LookupError(f"task {task_id} is of another flow")
        yield task.flow_task.activation_class(task)
