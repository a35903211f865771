"""Each démarche draws itself: the picture, the list and the BPMN file say the same."""

from xml.etree import ElementTree as Xml

import pytest
from django.urls import reverse

from tests.factories import enrolment
from tests.factories.town import agent
from tests.flows.trip import Trip
from workflows.engine.bpmn import SPACES, bpmn
from workflows.engine.chart import chart
from workflows.engine.procedure import registry

SLUGS = [procedure.slug for procedure in registry]


def every(slug: str):
    return registry[slug]


def edges(procedure) -> int:
    return sum(len(list(node._outgoing())) for node in procedure.flow.instance.nodes())


@pytest.mark.parametrize("slug", SLUGS)
def test_the_picture_has_every_step_once_and_every_way(slug):
    drawn, nodes = chart(every(slug)), list(every(slug).flow.instance.nodes())
    assert sorted(box.name for box in drawn.boxes) == sorted(node.name for node in nodes)
    assert len(drawn.arrows) == edges(every(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_box_lies_over_another(slug):
    boxes = chart(every(slug)).boxes
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, f"{one.name} over {other.name}"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_list_tells_where_each_step_leads(slug):
    drawn = chart(every(slug))
    assert sum(len(way.exits) for way in drawn.ways) == edges(every(slug))
    titles = {box.title for box in drawn.boxes}
    assert {title for way in drawn.ways for _label, title in way.exits} <= titles


@pytest.mark.parametrize("procedure", [*map(every, SLUGS), Trip()], ids=[*SLUGS, "every node"])
def test_the_bpmn_file_is_whole(procedure):
    root = Xml.fromstring(bpmn(procedure))  # noqa: S314 (our own)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    flows = list(root.iter(f"{{{SPACES['bpmn']}}}sequenceFlow"))
    assert len(flows) == edges(procedure)
    for flow in flows:
        assert {flow.get("sourceRef"), flow.get("targetRef")} <= set(ids)
    drawn = {shape.get("bpmnElement") for shape in root.iter(f"{{{SPACES['bpmndi']}}}BPMNShape")}
    assert len(drawn) == len(list(procedure.flow.instance.nodes()))


@pytest.mark.django_db
def test_a_case_shows_the_way_that_it_took():
    case = enrolment.request(complement=True)
    states = {box.name: box.state for box in chart(registry["inscription"], case).boxes}
    assert states["start"] == states["verify"] == states["check"] == "done"
    assert states["missing"] == "now"
    assert states["place"] == states["accepted"] == ""


@pytest.mark.django_db
def test_an_agent_opens_the_picture_of_a_case_and_the_file(client):
    case = enrolment.request()
    client.force_login(agent(case.service), backend="accounts.backends.IdentifierOrEmail")
    page = client.get(reverse("desk:case_chart", args=[case.reference]))
    assert "Vérifier le dossier" in page.content.decode()
    file = client.get(reverse("desk:bpmn", args=["inscription"]))
    assert file["Content-Disposition"].endswith('"inscription.bpmn"')
