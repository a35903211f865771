"""The letter of a decision: offered to the family and to the service once there is one."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from tests.factories import enrolment
from tests.factories.town import agent

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def case(db) -> Case:
    """A request that waits for an agent."""
    return enrolment.request()


def test_it_is_offered_and_opened_by_both_sides_once_the_service_has_decided(case: Case):
    clerk = agent(case.service)
    doors = {"portal": case.applicant.user, "desk": clerk}
    for door, user in doors.items():
        letter = reverse(f"{door}:decision_pdf", args=[case.reference])
        assert browser(user).get(letter).status_code == 404
        page = browser(user).get(reverse(f"{door}:case", args=[case.reference]))
        assert letter not in page.content.decode()
    enrolment.refuse(case, by=clerk)
    for door, user in doors.items():
        letter = reverse(f"{door}:decision_pdf", args=[case.reference])
        page = browser(user).get(reverse(f"{door}:case", args=[case.reference]))
        assert letter in page.content.decode()
        answer = browser(user).get(letter)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content.startswith(b"%PDF-")


def test_the_acknowledgement_on_screen_names_who_follows_the_request(case: Case):
    url = reverse("portal:receipt", args=[case.reference])
    parent = browser(case.applicant.user)
    assert "suit votre" not in parent.get(url).content.decode()
    enrolment.ask_complement(case, by=agent(case.service, first_name="Nadia", last_name="Benali"))
    assert "<strong>Nadia Benali</strong> suit votre" in parent.get(url).content.decode()
