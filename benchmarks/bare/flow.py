"""The same steps as an enrolment in stock Viewflow nodes, driven as its own views drive them.

No case, no event, no inbox row, no form, no place: what a flow alone costs.
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


class BareFlow(flow.Flow):
    """Start, machine's check, agent's check, decision, effect, end."""

    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle(this.begin).Next(this.verify)
    verify = flow.Function(this.do_nothing).Next(this.check)
    check = flow.View(this.no_page).Next(this.accepted)
    accepted = flow.If(lambda activation: activation.process.data["accepted"]).Then(this.place)
    accepted = accepted.Else(this.end)
    place = flow.Function(this.do_nothing).Next(this.end)
    end = flow.End()

    def begin(self, activation: Activation) -> Process:
        """Begin with what was asked, unread."""
        return activation.process

    def do_nothing(self, activation: Activation) -> None:
        """Where a procedure would have its rule."""

    def no_page(self, request: object) -> None:
        """The agent's page, which nobody opens here."""


class UnlockedFlow(BareFlow):
    """The same without a lock, Viewflow's default."""

    lock_impl = lock.no_lock

    start = flow.StartHandle(this.begin).Next(this.verify)
    verify = flow.Function(this.do_nothing).Next(this.check)
    check = flow.View(this.no_page).Next(this.accepted)
    accepted = flow.If(lambda activation: activation.process.data["accepted"]).Then(this.place)
    accepted = accepted.Else(this.end)
    place = flow.Function(this.do_nothing).Next(this.end)
    end = flow.End()


def start(flow_class: type[flow.Flow]) -> Process:
    """A request comes in."""
    return flow_class.start.run()


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
        activation.process.data = {"accepted": True}
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
