"""A démarche that is closed: when it opens is said, nothing is begun, a draft is kept."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.activities import group_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory
from town.working_time import PARIS
from workflows.engine.settings import save_settings

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)
OPENS = "elle ouvre le 3 mars 2027"


@pytest.fixture(autouse=True)
def closed(db, time_machine) -> None:
    """Enrolment opens in March."""
    time_machine.move_to(TUESDAY, tick=False)
    by = UserFactory(is_superuser=True)
    values = {"open": [["2027-03-03", "2027-05-01"]]}
    save_settings("inscription", values, after=0, by=by, note="Campagne de mars")


@pytest.fixture
def draft() -> Case:
    household, adult, (child,) = one_family()
    return enrolment.draft(adult, household, child, group_of(ServiceFactory()))


@pytest.fixture
def parent(draft: Case, client: Client) -> Client:
    """The browser of who began the draft."""
    client.force_login(draft.applicant.user, backend="accounts.backends.IdentifierOrEmail")
    return client


def text(answer) -> str:
    return " ".join(answer.content.decode().split()).replace("\u00a0", " ")


def test_the_list_and_the_page_say_when_it_opens(parent):
    assert OPENS in text(parent.get(reverse("portal:procedures")))
    page = text(parent.get(reverse("portal:procedure", args=["inscription"])))
    assert OPENS in page and "Commencer" not in page
    assert "Votre brouillon est gardé" in page


def test_nothing_is_begun(parent):
    answer = parent.post(reverse("portal:begin", args=["inscription"]))
    assert answer["Location"] == reverse("portal:procedure", args=["inscription"])
    assert Case.objects.count() == 1


def test_a_draft_is_kept_and_sent_once_it_opens(parent, draft, time_machine):
    send = reverse("portal:submit", args=[draft.reference])
    refused = parent.post(send, {"act": str(uuid4())}, follow=True)
    assert OPENS in text(refused)
    draft.refresh_from_db()
    assert draft.state == Case.State.DRAFT
    time_machine.move_to(datetime(2027, 3, 3, 9, tzinfo=PARIS), tick=False)
    assert "Commencer" in text(parent.get(reverse("portal:procedure", args=["inscription"])))


def test_software_is_told_the_same(parent):
    headers = {"Idempotency-Key": str(uuid4())}
    answer = parent.post(
        reverse("api:cases"), {"procedure": "inscription"}, "application/json", headers=headers
    )
    assert answer.status_code == 400
    assert OPENS in str(answer.json()).replace("\xa0", " ")
    assert Case.objects.count() == 1
