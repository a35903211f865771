"""Health facts: read only by who has a task that needs them, and each reading is logged."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from family.models import SensitiveReading
from tests.factories import enrolment
from tests.factories.family import HealthRecordFactory
from tests.factories.town import agent
from town.models import Service
from workflows.engine import acts


@pytest.fixture
def case(service: Service) -> Case:
    """A request about a child with an allergy."""
    found = enrolment.request(service)
    HealthRecordFactory(child=found.child, pai=True, allergies="Arachidezq")
    return found


def health_of(case: Case) -> str:
    """The address of the section."""
    return reverse("desk:health", args=[case.reference])


def test_who_has_the_task_reads_the_section_and_the_log_says_so(
    desk: Client, case: Case, nadia: User
):
    acts.claim(case.waits.get().pk, actor=nadia)
    page = desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "Lire la section santé" in page
    assert "Arachidezq" not in page
    assert not SensitiveReading.objects.exists()
    for headers in ({}, {"HX-Request": "true"}):
        assert "Arachidezq" in desk.post(health_of(case), headers=headers).content.decode()
    for reading in SensitiveReading.objects.all():
        assert (reading.section, reading.reader, reading.child) == ("health", nadia, case.child)
        assert reading.case_reference == case.reference
    assert SensitiveReading.objects.count() == 2


def test_without_the_task_the_section_stays_shut(desk: Client, case: Case, service: Service):
    page = desk.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "section santé" not in page
    assert desk.post(health_of(case)).status_code == 404
    acts.claim(case.waits.get().pk, actor=agent(service))
    assert desk.post(health_of(case)).status_code == 404
    assert not SensitiveReading.objects.exists()


def test_once_the_case_is_closed_the_section_is_shut(desk: Client, case: Case, nadia: User):
    acts.decide(case.waits.get().pk, "accept", actor=nadia)
    assert desk.post(health_of(case)).status_code == 404


def test_the_parents_see_the_reading(desk: Client, case: Case, nadia: User, signed_in):
    acts.claim(case.waits.get().pk, actor=nadia)
    desk.post(health_of(case))
    parent = signed_in(case.applicant.user)
    page = parent.get(reverse("portal:readings"))
    assert "Nadia Benali" in page.content.decode()
