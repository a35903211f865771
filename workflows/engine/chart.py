"""A flow drawn by itself: boxes and lines for a picture, the same as a list.

The layout is Viewflow's; the look and the words are ours.
"""

from dataclasses import dataclass
from textwrap import wrap

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import chart as layout
from viewflow.workflow.base import Node
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.models import Case
from workflows.engine.later import Job, Until
from workflows.engine.nodes import Begin, Family, Outcome, Staff
from workflows.engine.parallel import Each, Meet
from workflows.engine.procedure import Procedure

WIDTH, NARROW = 22, 12  # letters in a line: of a box, under a small one
SMALL = {"start", "end", "gate", "clock"}  # drawn small, with the words under
LINE = 16  # from one line of a box to the next

# How the usual exits are called; decisions have their own verbs.
EXITS: dict[str, str | Promise] = {
    "answered": _("répondu"),
    "late": _("sans réponse à temps"),
    "failed": _("échec"),
    "full": _("complet"),
    "accept": _("accepte"),
    "decline": _("refuse"),
    "later": _("plus tard"),
    "never": _("rien n’est accepté"),
}
KINDS: tuple[tuple[type[Node], str, str | Promise], ...] = (
    (Begin, "start", _("début")),
    (Staff, "staff", _("par un agent")),
    (Family, "family", _("par la famille")),
    (Until, "clock", _("attend une date")),
    (Job, "machine", _("automatique")),
    (Each, "gate", _("en parallèle")),
    (Meet, "gate", _("attend toutes les parties")),
    (Outcome, "end", _("fin")),
    (Node, "machine", _("automatique")),
)


@dataclass(frozen=True)
class Box:
    """One node: where it stands, what it is, and what became of it in a case."""

    name: str
    title: str
    kind: str
    who: str | Promise
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[str, int], ...]  # words, and how far down
    state: str = ""  # done, now; empty when the case did not come here

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Arrow:
    """The way from one node to the next."""

    points: str
    label: str
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Way:
    """One node in the list that says what the picture shows."""

    box: Box
    exits: tuple[tuple[str, str], ...]  # what it is called, where it leads


@dataclass(frozen=True)
class Chart:
    """The whole picture, and its words."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    ways: tuple[Way, ...]


def chart(procedure: Procedure, case: Case | None = None) -> Chart:
    """The démarche's flow; with a case, the way that it took. One query with a case."""
    grid = layout.calc_layout_data(procedure.flow)
    states = _states(case) if case else {}
    cells = sorted(grid.cells, key=lambda cell: (cell.col, cell.row))
    boxes = {cell.node: _box(cell, states.get(cell.node.name, "")) for cell in cells}
    arrows = tuple(_arrow(procedure, edge) for edge in grid.edges if edge.segments)
    ways = tuple(Way(box, _exits(procedure, node)) for node, box in boxes.items())
    return Chart(int(grid.width), int(grid.height), tuple(boxes.values()), arrows, ways)


def _states(case: Case) -> dict[str, str]:
    """What became of each node in a case: `done`, or `now`."""
    rows = Task.objects.filter(process=case.process_id).order_by("pk")
    states: dict[str, str] = {}
    for reference, status in rows.values_list("flow_task", "status"):
        name = reference.name if hasattr(reference, "name") else str(reference).rsplit(".", 1)[-1]
        if status in (STATUS.NEW, STATUS.STARTED):
            states[name] = "now"
        elif status == STATUS.DONE:
            states.setdefault(name, "done")
    return states


def title_of(node: Node) -> str:
    """What a node is called."""
    return str(_("Demande reçue") if isinstance(node, Begin) else node.task_title or node.name)


def _box(cell: layout.Cell, state: str) -> Box:
    node, shape = cell.node, cell.shape
    title = title_of(node)
    kind, who = next((kind, who) for cls, kind, who in KINDS if isinstance(node, cls))
    x, y, width, height = cell.x, cell.y, max(cell.width, 50), max(cell.height, 50)
    words = wrap(title, WIDTH)
    top = y + (height - (len(words) - 1) * LINE) // 2
    lines = tuple((line, top + rank * LINE) for rank, line in enumerate(words))
    if kind in SMALL:
        x, y, width, height = shape.x, shape.y, shape.width, shape.height
        words = [] if kind == "gate" else wrap(title, NARROW)  # a gate's neighbours say enough
        lines = tuple((line, y + height + LINE * (rank + 1)) for rank, line in enumerate(words))
    return Box(node.name, title, kind, who, x, y, width, height, lines, state)


def _arrow(procedure: Procedure, edge: layout.Edge) -> Arrow:
    points = " ".join(f"{x},{y}" for x, y in edge.segments)
    x, y = edge.label_pos or (0, 0)
    return Arrow(points, exit_label(procedure, edge.src, edge.label or ""), x, y)


def exit_label(procedure: Procedure, node: Node, exit: str) -> str:
    """How an exit is called: the decision's verb, else the usual words, else nothing."""
    for declared in procedure.decisions.get(node.name, ()):
        if declared.exit == exit:
            return str(declared.verb)
    return str(EXITS.get(exit, ""))


def _exits(procedure: Procedure, node: Node) -> tuple[tuple[str, str], ...]:
    return tuple(
        (exit_label(procedure, node, edge.label or ""), title_of(edge.dst))
        for edge in node._outgoing()
    )
