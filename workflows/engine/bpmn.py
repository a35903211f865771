"""A flow as a BPMN 2.0 file, with its drawing, for the tools that other towns model with."""

from xml.etree import ElementTree as Xml

from viewflow.workflow import chart as layout
from viewflow.workflow.base import Node

from workflows.engine.chart import KINDS, exit_label, title_of
from workflows.engine.procedure import Procedure

SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
ELEMENTS = {
    "start": "startEvent",
    "staff": "userTask",
    "family": "receiveTask",
    "clock": "intermediateCatchEvent",
    "machine": "serviceTask",
    "gate": "parallelGateway",
    "end": "endEvent",
}


def bpmn(procedure: Procedure) -> str:
    """The file's text."""
    for prefix, address in SPACES.items():
        Xml.register_namespace(prefix, address)
    grid = layout.calc_layout_data(procedure.flow)
    root = Xml.Element(_name("bpmn", "definitions"), targetNamespace="https://espace-familles/")
    process = Xml.SubElement(
        root,
        _name("bpmn", "process"),
        id=f"process-{procedure.slug}",
        name=str(procedure.title),
        isExecutable="false",
    )
    diagram = Xml.SubElement(root, _name("bpmndi", "BPMNDiagram"), id=f"diagram-{procedure.slug}")
    plane = Xml.SubElement(
        diagram,
        _name("bpmndi", "BPMNPlane"),
        id=f"plane-{procedure.slug}",
        bpmnElement=f"process-{procedure.slug}",
    )
    for cell in sorted(grid.cells, key=lambda cell: (cell.col, cell.row)):
        _draw_node(process, plane, cell)
    for number, edge in enumerate(grid.edges, start=1):
        _draw_edge(process, plane, procedure, edge, f"way-{number}")
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True)


def _name(space: str, tag: str) -> str:
    return f"{{{SPACES[space]}}}{tag}"


def _id(node: Node) -> str:
    return f"node-{node.name}"


def _draw_node(process: Xml.Element, plane: Xml.Element, cell: layout.Cell) -> None:
    kind = next(kind for cls, kind, _who in KINDS if isinstance(cell.node, cls))
    element = Xml.SubElement(
        process, _name("bpmn", ELEMENTS[kind]), id=_id(cell.node), name=title_of(cell.node)
    )
    if kind == "clock":
        Xml.SubElement(element, _name("bpmn", "timerEventDefinition"))
    if kind == "end":
        Xml.SubElement(element, _name("bpmn", "terminateEventDefinition"))
    shape = Xml.SubElement(
        plane,
        _name("bpmndi", "BPMNShape"),
        id=f"shape-{cell.node.name}",
        bpmnElement=_id(cell.node),
    )
    place = {"x": cell.shape.x, "y": cell.shape.y}
    size = {"width": cell.shape.width, "height": cell.shape.height}
    bounds = {key: str(int(value)) for key, value in (place | size).items()}
    Xml.SubElement(shape, _name("dc", "Bounds"), bounds)


def _draw_edge(
    process: Xml.Element, plane: Xml.Element, procedure: Procedure, edge: layout.Edge, way: str
) -> None:
    label = exit_label(procedure, edge.src, edge.label or "")
    named = {"name": label} if label else {}
    ends = {"sourceRef": _id(edge.src), "targetRef": _id(edge.dst)}
    Xml.SubElement(process, _name("bpmn", "sequenceFlow"), {"id": way, **named, **ends})
    drawn = Xml.SubElement(plane, _name("bpmndi", "BPMNEdge"), id=f"edge-{way}", bpmnElement=way)
    for x, y in edge.segments:
        Xml.SubElement(drawn, _name("di", "waypoint"), x=str(int(x)), y=str(int(y)))
