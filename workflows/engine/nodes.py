"""The vocabulary that flows are written in, on top of Viewflow's open-source nodes.

Begin, Staff, Family, Effect, Outcome: nodes are left by named exits, so that a flow reads
like the procedure, and one line gives the agent's decisions, the routing and the diagram.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from cases.clock import closures_for
from cases.inbox import open_wait
from cases.models import Case, Wait
from cases.recording import record
from cases.sides import Side
from town.models import Service
from town.working_time import after_working_days
from workflows.engine.settings import procedure_of

status = Activation.status
Text = str | Promise


class Begin(nodes.StartHandle):
    """Where a submitted case enters its flow."""

    class activation_class(nodes.start.StartHandleActivation):
        """A new process needs no lock of its own: the case's row is locked already."""

        @status.super()
        def execute(self) -> None:
            """Save the process and walk to the first waits."""
            self.process.save()
            self.process.case.process = self.process
            self.complete()
            self.activate_next()


class Exits(Node):
    """A node left by one of its named exits."""

    def __init__(self, title: Text, **exits) -> None:
        super().__init__()
        self.task_title, self._exits = title, exits

    def On(self, **exits) -> "Exits":
        """Name the exits and where each leads."""
        self._exits |= exits
        return self

    @property
    def exits(self) -> dict[str, Node]:
        """Where each exit leads."""
        return self._exits

    def _resolve(self, instance) -> None:
        super()._resolve(instance)
        self._exits = {name: this.resolve(instance, node) for name, node in self._exits.items()}

    def _outgoing(self) -> Iterator[Edge]:
        for name, node in self._exits.items():
            yield Edge(self, node, "next", label=name)


class UnknownExit(ValueError):
    """A step was left by an exit that its flow does not define."""


def part_of(activation: Activation) -> str:
    """The part of the request that this branch is about; empty outside `Each`."""
    return (activation.task.data or {}).get("part", "")


def name_of(case: Case, part: str) -> str:
    """How the démarche calls the part in this case, when that depends on the case."""
    declared = procedure_of(case) if part else None
    return declared.part_name(case, part) if declared else ""


def branch_data(activation: Activation) -> dict:
    """What travels along a branch."""
    part = part_of(activation)
    return {"part": part} if part else {}


def town_is_at_work(activation: Activation, case: Case) -> bool:
    """Whether another branch of the case waits for the town: its clock then runs on."""
    if not activation.task.token.is_split_token():
        return False
    return case.waits.filter(on__in=[Wait.For.STAFF, Wait.For.WORKER]).exists()


class WaitingActivation(Activation):
    """Holds a Wait row while open; left once, by one exit."""

    @status.super()
    def activate(self) -> None:
        """Write the row by which the inbox, the family and the clock find this step."""
        self.flow_task.open(self, self.process.case)

    @status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """Delete the row: the case no longer waits here."""
        super().complete.original()
        Wait.objects.filter(task=self.task).delete()

    @status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    def leave(self, exit: str) -> None:
        """Go on by a named exit; raises UnknownExit."""
        if exit not in self.flow_task.exits:
            raise UnknownExit(f"{self.flow_task.name} has no exit {exit!r}")
        self._exit = exit
        self.complete()
        self.activate_next()

    @status.super()
    def create_next(self) -> Iterator[Activation]:
        """The activation behind the exit taken, with the part that this branch is about."""
        node = self.flow_task.exits[self._exit]
        yield node._create(self, self.task.token, data=branch_data(self))

    @status.transition(source=STATUS.NEW, target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Close the step because the whole case ends."""
        self.task.finished = now()
        self.task.save(update_fields=["status", "finished"])
        Wait.objects.filter(task=self.task).delete()


class Waiting(Exits):
    """A step that waits for somebody."""

    activation_class = WaitingActivation
    on = ""

    def open(self, activation: WaitingActivation, case: Case) -> None:
        """Write the wait; each kind of step says what it waits for and until when."""
        raise NotImplementedError


class Staff(Waiting):
    """A task in the inbox of the case's service, to be done within working days."""

    task_type, shape, bpmn_element, on = "HUMAN", nodes.View.shape, "userTask", Wait.For.STAFF

    def __init__(
        self,
        title: Text,
        *,
        days: float,
        service: Callable[[Case, str], Service] | None = None,
        role: str = "",
        never: Callable[[Case], Iterable[int]] | None = None,
        **exits,
    ) -> None:
        """`service` says, of the case and the part, which service treats it when not its own.

        `role` keeps it for the service's supervisors; `never` names the people who may not have
        it, such as who took the decision that is contested.
        """
        super().__init__(title, **exits)
        self.days, self.service, self.role, self.never = days, service, role, never

    def open(self, activation: WaitingActivation, case: Case) -> None:
        """Due after the step's own working days, never later than the case's promise."""
        at = now()
        part = part_of(activation)
        service = self.service(case, part).pk if self.service else None
        open_wait(
            case,
            task=activation.task,
            on=self.on,
            node=self.name,
            part=part,
            part_name=name_of(case, part),
            service=service,
            role=self.role,
            barred=self.never(case) if self.never else (),
            since=at,
            due_at=self.due_at(case, at, closures_for(case, at)),
        )

    def due_at(self, case: Case, since: datetime, closures: frozenset[date]) -> datetime:
        """By when it is to be done; never later than the case's promise."""
        days = procedure_of(case).days.get(self.name, self.days)
        due = after_working_days(since, days, closures)
        return min(due, case.due_at) if case.due_at else due


class Family(Waiting):
    """Waits for the family, with reminders; `late` is the exit taken at the deadline."""

    task_type, shape, bpmn_element = "MESSAGE", nodes.Handle.shape, "receiveTask"
    on = Wait.For.FAMILY

    def __init__(
        self,
        title: Text,
        *,
        opens: str,
        days: int = 0,
        remind: tuple[int, ...] = (),
        closes: dict[str, str] | None = None,
        until: Callable[[Case], datetime] | None = None,
        remind_before: tuple[int, ...] = (),
    ) -> None:
        """`opens` and `closes` (by exit) are the kinds of events told on the way in and out.

        The deadline is so many days away, or the moment that `until` says of the case; `remind`
        counts days from the beginning, `remind_before` days before the deadline.
        """
        super().__init__(title)
        self.opens, self.days, self.closes = opens, days, closes or {}
        self.until, self.remind, self.remind_before = until, remind, remind_before

    def open(self, activation: WaitingActivation, case: Case) -> None:
        """Pass the turn to the family. Calendar days: families do not keep office hours."""
        at = now()
        deadline = self.until(case) if self.until else at + self._days(case)
        turn = None if town_is_at_work(activation, case) else Side.FAMILY
        record(case, self.opens, turn=turn, deadline=localdate(deadline).isoformat())
        open_wait(
            case,
            task=activation.task,
            on=self.on,
            node=self.name,
            part=part_of(activation),
            part_name=name_of(case, part_of(activation)),
            since=at,
            due_at=deadline,
            wake_at=deadline,
            remind_at=self.next_reminder(at, deadline, at),
        )

    def _days(self, case: Case) -> timedelta:
        return timedelta(days=procedure_of(case).days.get(self.name, self.days))

    def next_reminder(
        self, since: datetime, deadline: datetime, after: datetime
    ) -> datetime | None:
        """The first reminder later than `after`, and before the deadline; or None."""
        moments = [since + timedelta(days=days) for days in self.remind]
        moments += [deadline - timedelta(days=days) for days in self.remind_before]
        return next((moment for moment in sorted(moments) if after < moment < deadline), None)


class AtOnceActivation(Activation):
    """Begins and ends in one transaction: its row, which nobody sees half done, is written once."""

    _previous: Task | None = None

    @classmethod
    def create(
        cls,
        flow_task: Node,
        prev_activation: Activation,
        token: Token,
        data: dict | None = None,
        seed: Any = None,
    ) -> "AtOnceActivation":
        """The step, to be saved when it is done."""
        task = flow_task.flow_class.task_class(
            process=prev_activation.process, flow_task=flow_task, token=token
        )
        task.data, task.seed = data or {}, seed
        activation = cls(task)
        activation._previous = prev_activation.task
        return activation

    @status.super()
    def complete(self) -> None:
        """Save the step, and what it follows."""
        super().complete.original()
        if self._previous is not None:
            self.task.previous.add(self._previous)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)  # the row has no number yet


class EffectActivation(AtOnceActivation):
    """Runs its rule at once, in the step's transaction: a failure undoes the whole step."""

    @status.super()
    def activate(self) -> None:
        """Run the rule; what it returns names the exit."""
        self.task.started = now()
        part = part_of(self)
        rule, case = self.flow_task.func, self.process.case
        self._exit = (rule(case, part) if part else rule(case)) or "done"
        if self._exit not in self.flow_task.exits:
            raise UnknownExit(f"{self.flow_task.name} has no exit {self._exit!r}")

    @status.super()
    def create_next(self) -> Iterator[Activation]:
        """The activation behind the exit that the rule chose."""
        node = self.flow_task.exits[self._exit]
        yield node._create(self, self.task.token, data=branch_data(self))


class Effect(Exits):
    """What the machine does to the records; its rule returns the exit, or nothing for `done`.

    Within a branch of `Each` the rule is also given the part.
    """

    activation_class = EffectActivation
    task_type, shape, bpmn_element = "FUNCTION", nodes.Function.shape, "serviceTask"

    def __init__(self, title: Text, func: Callable[..., str | None], **exits) -> None:
        super().__init__(title, **exits)
        self.func = func


class Outcome(nodes.TerminateEnd):
    """An end of the case, with the state it leaves behind."""

    def __init__(self, title: Text, state: str) -> None:
        super().__init__()
        self.task_title, self.state = title, state

    class activation_class(AtOnceActivation, nodes.end.TerminateEndActivation):
        """Closes the process; the engine records the event."""

        @status.super()
        def activate(self) -> None:
            """Finish the process and leave the case in the outcome's state."""
            super().activate.original()
            case = self.process.case
            case.state, case.step = self.flow_task.state, ""
