"""A crèche request at the desk: taken and checked like any other, then with its points."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from family.models import SensitiveReading
from tests.documents.reading import text_of
from tests.factories import creche
from tests.factories.enrolment import task_of
from tests.factories.family import one_family, parent
from tests.factories.town import ServiceFactory, agent, supervisor
from workflows.engine import acts
from workflows.engine.deliveries import sweep_deliveries

pytestmark = pytest.mark.django_db


def test_the_agent_takes_it_and_once_listed_reads_its_points_and_rank():
    service = ServiceFactory()
    group, clerk, client = creche.creche(service), agent(service), Client()
    client.force_login(clerk)
    case = creche.request(group)
    address = reverse("desk:case", args=[case.reference])
    shown = client.get(address).content.decode()
    assert "Prendre le dossier" in shown and "Le foyer habite la commune" in shown
    listed = creche.listed(group)
    shown = client.get(reverse("desk:case", args=[listed.reference])).content.decode()
    assert "Points et rang dans la liste d’attente" in shown
    assert "Rien à faire d’ici là" in shown
    assert reverse("desk:claim", args=[listed.reference]) not in shown


SECRET = "esoin particulier"
PUBLIC = {"resident": 10, "special_need": 6, "twins": 3}


@pytest.fixture
def needing(service, nadia):
    """A listed request of a family that declares a particular need, and its commission."""
    creche.CriteriaVersionFactory(worths=PUBLIC)
    group = creche.creche(service, places=1)
    case = creche.listed(group, by=nadia, special_need=True, twins=True)
    session = creche.session(group)
    return case, session, session.lines.get()


def texts(client: Client, *addresses: str) -> str:
    """What all these pages say."""
    said = []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        pdf = answer["Content-Type"] == "application/pdf"
        body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
        said.append(text_of(body) if pdf else body.decode())
    return " ".join(said)


def test_a_particular_need_is_on_no_page_of_the_staff_but_the_health_section(
    desk, needing, service, signed_in
):
    case, session, line = needing
    here = [case.reference]
    names = ["case", "receipt", "receipt_pdf", "at_counter"]
    pages = [
        *(reverse(f"desk:{name}", args=here) for name in names),
        reverse("desk:inbox"),
        reverse("desk:archive"),
        reverse("api:case", args=here),
        reverse("api:events", args=here),
    ]
    assert SECRET not in texts(desk, *pages)
    boss = signed_in(supervisor(service))
    tower = [
        reverse("supervision:tower"),
        reverse("supervision:cases"),
        reverse("supervision:commission", args=[session.public_id]),
        reverse("supervision:commission_line", args=[session.public_id, line.public_id]),
    ]
    assert SECRET not in texts(boss, *pages, *tower)
    sweep_deliveries()
    assert mail.outbox
    assert all(SECRET not in sent.body + sent.subject for sent in mail.outbox)
    assert not SensitiveReading.objects.exists()


def test_the_score_is_one_neutral_line_for_the_staff_and_whole_for_the_parent(
    desk, needing, service, signed_in
):
    case, session, line = needing
    why = reverse("supervision:commission_line", args=[session.public_id, line.public_id])
    listed = desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    for page in (listed, signed_in(supervisor(service)).get(why).content.decode()):
        assert re.search(r"Situation reconnue par la commission</th>\s*<td[^>]*>9<", page)
        assert "Naissance multiple" not in page
    parent = signed_in(case.applicant.user)
    page = parent.get(reverse("portal:case", args=[case.reference])).content.decode()
    assert re.search(r"Besoin particulier de l’enfant ou d’un parent[^<]*</th>\s*<td[^>]*>6<", page)
    assert "Naissance multiple" in page and "reconnue par la commission" not in page


def test_who_checks_the_request_reads_the_need_with_the_task_and_is_logged(desk, service, nadia):
    group = creche.creche(service)
    case = creche.request(group, special_need=True)
    address = reverse("desk:case", args=[case.reference])
    health = reverse("desk:health", args=[case.reference])
    assert SECRET not in desk.get(address).content.decode()
    assert desk.post(health).status_code == 404
    acts.claim(task_of(case).pk, actor=nadia)
    assert SECRET not in desk.get(address).content.decode()
    assert SECRET in desk.post(health).content.decode()
    reading = SensitiveReading.objects.get()
    assert (reading.reader, reading.child) == (nadia, case.child)
    acts.decide(task_of(case).pk, "accept", actor=nadia)
    assert desk.post(health).status_code == 404


def test_a_draft_that_may_speak_of_health_opens_to_who_decides_for_the_child_alone(signed_in):
    home, adult, _children = one_family(children=0)
    partner = parent(household=home, role="co_representative")
    case = creche.draft(adult, home, creche.baby(home, adult), creche.creche(), special_need=True)
    address = reverse("portal:summary", args=[case.reference])
    assert SECRET in signed_in(adult.user).get(address).content.decode()
    assert signed_in(partner.user).get(address).status_code == 404
