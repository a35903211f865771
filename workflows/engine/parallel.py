"""Parts of a request treated side by side: `Each` opens a branch a part, `Meet` joins them.

Each part is a code; its branch's tasks stand in the queue of the service that treats it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.token import Token

from cases.models import Case
from workflows.engine.nodes import Text

status = Activation.status


class EachActivation(nodes.SplitActivation):
    """Opens the branches; with no part at all it goes straight to the meeting."""

    @status.super()
    def activate(self) -> None:
        """List the branches to open."""
        node = self.flow_task
        parts = list(node.parts(self.process.case))
        self.next_tasks = [(node.branch, {"part": part}) for part in parts] or [(node.meet, {})]


class Each(nodes.Split):
    """One branch for each part of the case."""

    activation_class = EachActivation

    def __init__(
        self, title: Text, parts: Callable[[Case], Iterable[str]], branch: Any, meet: Any
    ) -> None:
        super().__init__()
        self.task_title, self.parts, self.branch, self.meet = title, parts, branch, meet

    def _resolve(self, instance) -> None:
        super()._resolve(instance)
        self.branch = this.resolve(instance, self.branch)
        self.meet = this.resolve(instance, self.meet)

    def _outgoing(self) -> Iterator[Edge]:
        yield Edge(self, self.branch, "next")


class Meet(nodes.Join):
    """Goes on once every branch has come here."""

    def __init__(self, title: Text) -> None:
        super().__init__()
        self.task_title = title

    class activation_class(nodes.JoinActivation):
        """Keeps the process in hand, whose case is the one that the step works on."""

        @classmethod
        def create(
            cls,
            flow_task: Node,
            prev_activation: Activation,
            token: Token,
            data: dict | None = None,
            seed: Any = None,
        ) -> Activation:
            """The meeting, made by the first who comes; the branch's part ends here."""
            activation = super().create(flow_task, prev_activation, token, data={})
            activation.task.process = activation.process = prev_activation.process
            return activation
