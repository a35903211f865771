"""The paper that the town gives, from the agent's file to the family's hand, at the real hour: the
store checks the hour of what is signed for it."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import DocumentReading
from tests.documents.files import pdf
from tests.factories import requests
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing():
    return ServiceFactory(slug="regie", name="Régie")


@pytest.fixture
def clerk(billing):
    return agent(billing)


@pytest.fixture
def case(billing):
    household, adult, (child,) = one_family()
    answers = {
        "document": {"kind": "payment", "precision": ""},
        "periode": {
            "child": str(child.public_id), "starts_on": "2025-09-01", "ends_on": "2026-07-04",
        },
    }  # fmt: skip
    return requests.sent("demande-document", adult, household, answers)


def test_the_agent_sends_the_paper_with_the_decision(case, clerk, client):
    client.force_login(clerk)
    address = reverse("desk:decide", args=[case.reference, "issue"])
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    sent = {"act": str(uuid4()), "task": task_of(case).pk, "text": "La voici."}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Joignez le document." in refused.content.decode()
    assert "La voici." in refused.content.decode()
    wrong = SimpleUploadedFile("virus.exe", b"MZ", "application/pdf")
    assert client.post(address, sent | {"document": wrong}).status_code == 422
    file = SimpleUploadedFile("attestation 2026.pdf", pdf(), "application/pdf")
    assert client.post(address, sent | {"document": file}).status_code == 302
    given = case.pieces.get().document
    assert (given.name, given.uploaded_by) == ("attestation 2026.pdf", clerk)
    client.force_login(case.applicant.user)
    opened = client.get(reverse("portal:document", args=[given.public_id]))
    assert (opened.status_code, opened["Content-Type"]) == (200, "application/pdf")
    assert DocumentReading.objects.filter(document=given, reader=case.applicant.user).exists()
