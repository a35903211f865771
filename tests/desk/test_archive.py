"""The archive: any case of one's services found again."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.factories.cases import CaseFactory
from tests.factories.family import ChildFactory, HouseholdFactory
from tests.factories.town import ServiceFactory
from town.models import Service

ARCHIVE = "/bureau/recherche/"


def listed(page) -> list[str]:
    """The cases of a page, in order."""
    return [case.reference for case in page.context["page"].rows]


def searched(desk: Client, text: str, **more: str) -> list[str]:
    """The cases that a search finds."""
    fields = {"q": text, "page": "archive", **more}
    return listed(desk.post(reverse("desk:search"), fields, follow=True))


def test_cases_are_found_by_number_family_or_child(desk: Client, service: Service):
    home = HouseholdFactory(name="Lévêque")
    child = ChildFactory(first_name="Zoé", homes=[home])
    case = CaseFactory(service=service, household=home, child=child, state=Case.State.REFUSED)
    CaseFactory(service=service)
    number = case.reference
    for text in (number, number.lower(), number.replace("-", ""), number[:4], "leveque zoe"):
        assert searched(desk, text) == [number], text


def test_cases_of_other_services_and_drafts_are_not_found(desk: Client, service: Service):
    home = HouseholdFactory(name="Lévêque")
    CaseFactory(service=ServiceFactory(), household=home)
    CaseFactory(draft=True, household=home)
    assert searched(desk, "leveque") == []


def test_the_state_narrows_the_list(desk: Client, service: Service):
    closed = CaseFactory(service=service, state=Case.State.ACCEPTED)
    CaseFactory(service=service)
    assert searched(desk, "", etat="accepted") == [closed.reference]


def test_every_case_is_on_one_page(desk: Client, service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("desk.archive.ROWS", 3)
    home = HouseholdFactory()
    made = [CaseFactory(service=service, household=home) for _ in range(8)]
    seen, url = [], ARCHIVE
    while url:
        page = desk.get(url)
        seen += listed(page)
        url = page.context["page"].next and ARCHIVE + page.context["page"].next
    assert seen == [case.reference for case in reversed(made)]
