"""The request of each démarche opens to whom it should: the same doors, one case of each.

The matrix holds every address with an enrolment; here every démarche stands behind those that show
a case. A démarche that is added is looked at without a word.
"""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.permissions import Level, level
from tests.api.conftest import session_of
from tests.flows.people import settle
from tests.flows.play import play_of
from workflows.engine import acts
from workflows.engine.procedure import registry

pytestmark = pytest.mark.django_db
SLUGS = [procedure.slug for procedure in registry]
FAMILY = ("portal:case", "portal:receipt", "api:case")
STAFF = ("desk:case", "desk:case_chart", "api:case")


def opened(user, name: str, case: Case) -> int:
    client = Client()
    client.cookies["sessionid"] = session_of(user)
    return client.get(reverse(name, args=[case.reference])).status_code


@pytest.fixture
def outbox(settings):
    """Mails stay in memory: some démarches are signed by a code."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_request_opens_to_its_family_and_its_service_only(slug, outbox):
    play = play_of(registry[slug])
    people = settle([play], families=4)
    case = play.draft(people.families[0], 1)
    acts.submit(case.pk, actor=case.filed_by)
    case.refresh_from_db()
    visitor = case.household is None
    who = {role: people.who(role, case.household) for role in ("parent", "other_parent")}
    may = {role: level(user, case) for role, user in who.items()}
    assert may["parent"] == (Level.NONE if visitor else Level.WRITE)
    assert may["other_parent"] == (Level.OVERVIEW if case.child in _shared(people) else Level.NONE)
    for role, user in who.items():
        seen, read = may[role] >= Level.OVERVIEW, may[role] >= Level.READ
        told = [opened(user, name, case) for name in FAMILY]
        assert told == [200 if ok else 404 for ok in (seen, read, seen)], role
    stranger, outsider = people.who("stranger", case.household), people.staff["outsider"]
    assert [opened(stranger, name, case) for name in FAMILY] == [404] * 3
    assert [opened(outsider, name, case) for name in STAFF] == [404] * 3
    assert [opened(people.staff["clerk"], name, case) for name in STAFF] == [200] * 3


def _shared(people) -> set:
    """The children of parents who live apart."""
    return {family.child for family in people.families if family.other}
