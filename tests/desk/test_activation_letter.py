"""The letter that brings a « clé enfance »: printed by the case's service, its key works."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from family.invitations import open_key
from family.models import Invitation
from tests.documents.reading import text_of
from tests.factories import town
from tests.factories.cases import CaseFactory
from tests.factories.family import AdultFactory, MembershipFactory, one_family

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """An open case of a family whose second parent has no account."""
    household, _mother, (child,) = one_family()
    second = AdultFactory(first_name="Bruno", last_name="N’Diaye", title="m")
    MembershipFactory(household=household, adult=second, role="co_representative")
    found = CaseFactory(
        household=household, child=child, state="open", service=town.ServiceFactory()
    )
    found.second = second
    return found


def print_letter(case, adult, user):
    """Ask for the letter as a member of staff."""
    client = Client()
    client.force_login(user)
    return client.post(reverse("desk:key_letter", args=[case.reference, adult.public_id]))


def test_the_letter_holds_a_key_that_works_and_its_expiry(case):
    agent = town.agent(case.service)
    response = print_letter(case, case.second, agent)
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    words = text_of(response.content)
    assert "Monsieur Bruno N’Diaye" in words
    key = re.search(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", words).group(0)
    invitation = open_key(key)
    assert invitation.adult == case.second
    assert invitation.created_by == agent


def test_a_second_letter_ends_the_first(case):
    agent = town.agent(case.service)
    keys = [
        re.search(
            r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}",
            text_of(print_letter(case, case.second, agent).content),
        ).group(0)
        for _time in range(2)
    ]
    assert open_key(keys[0]) is None
    assert open_key(keys[1]) is not None


def test_only_the_cases_service_prints_and_only_for_its_household(case):
    mother = case.household.adults.exclude(pk=case.second.pk).get()
    stranger = AdultFactory()
    refused = [
        (case.second, town.agent()),
        (case.second, mother.user),
        (stranger, town.agent(case.service)),
        (mother, town.agent(case.service)),
    ]
    for adult, user in refused:
        assert print_letter(case, adult, user).status_code == 404
    assert Invitation.objects.count() == 0
