"""Decisions that ask for something, as other software takes them."""

import pytest

from accounts.models import User
from cases.models import Case
from tests.api.conftest import Caller
from tests.documents.files import pdf
from tests.factories import enrolment, requests
from tests.factories.activities import group_of
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent, supervisor
from town.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def canteen() -> Service:
    return ServiceFactory(slug="restauration-scolaire")


@pytest.fixture
def clerk(canteen) -> User:
    return agent(canteen)


@pytest.fixture
def case(canteen) -> Case:
    """A question about the canteen, of no child."""
    household, adult, _children = one_family()
    return requests.sent("demande-libre", adult, household, requests.about_canteen())


def decide(user: User, case: Case, exit: str, **answers: list[str]):
    body = {"exit": exit, "answers": answers}
    return Caller(user).post(f"tasks/{task_of(case).pk}/decide/", body, format="json")


def test_a_task_tells_what_each_decision_asks(case, clerk):
    told = Caller(clerk).get(f"tasks/{task_of(case).pk}/").json()
    asks = {decision["exit"]: decision["asks"] for decision in told["decisions"]}
    assert [(f["name"], f["required"], f["kind"]) for f in asks["answer"]] == [
        ("text", True, "text")
    ]
    assert [f["name"] for f in asks["transfer"]] == ["service", "text"]
    assert asks["complement"] == []


def test_an_answer_needs_its_words(case, clerk):
    refused = decide(clerk, case, "answer")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:espace-familles:refused")
    told = decide(clerk, case, "answer", text=["Oui."]).json()
    assert (told["state"], told["child"]) == ("settled", None)
    assert told["content"]["last_decision"]["text"] == "Oui."


def test_who_hands_a_request_over_is_told_so_and_reads_it_no_more(case, clerk):
    billing = ServiceFactory(slug="regie")
    told = decide(clerk, case, "transfer", service=[billing.slug])
    assert told.status_code == 200
    assert (told.json()["level"], told.json()["content"]) == ("none", None)
    assert Caller(clerk).get(f"cases/{case.reference}/").status_code == 404


def test_a_task_kept_for_supervisors_is_hidden_from_agents():
    service = ServiceFactory()
    clerk, head = agent(service), supervisor(service)
    household, adult, (child,) = one_family()
    decided = enrolment.submitted(adult, household, child, group_of(service))
    enrolment.refuse(decided, by=clerk)
    answers = {"decision": {"case": decided.reference}, "motifs": {"grounds": "Non.", "wish": ""}}
    appeal = requests.sent("recours-gracieux", adult, household, answers)
    for user, status in ((clerk, 404), (head, 200)):
        assert Caller(user).get(f"tasks/{task_of(appeal).pk}/").status_code == status
    may = Caller(clerk).get(f"cases/{appeal.reference}/").json()["may"]
    assert (may["decide"], may["claim"], may["reassign"]) == ([], False, False)


def test_a_certificate_is_sent_by_the_town_only(case, clerk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(user: User):
        file = SimpleUploadedFile("attestation.pdf", pdf(), "application/pdf")
        sent = {"file": file, "kind": "certificate"}
        return Caller(user).post("documents/", sent, format="multipart")

    assert send(case.applicant.user).status_code == 400
    assert send(clerk).status_code == 201
