"""A small town for the API: a family, a separated family, and two services."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from rest_framework.test import APIClient

from accounts.models import User
from activities.models import Group
from cases.models import Case
from family.models import Adult, Child, Household
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.family import one_family, separated_parents
from tests.factories.town import ServiceFactory, agent, supervisor

ROOT = "/api/v1/"


class Caller:
    """Somebody who calls the API; each write has a new key unless one is given."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        self.client = APIClient()
        if user:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.client.get(self._address(path), headers=headers)

    def post(self, path: str, data: Any = None, *, key: UUID | None = None, **more: Any) -> Any:
        """Write."""
        return self.client.post(self._address(path), data, headers=_key(key), **more)

    def put(self, path: str, data: Any = None, *, key: UUID | None = None) -> Any:
        """Replace."""
        return self.client.put(self._address(path), data, headers=_key(key))

    def delete(self, path: str) -> Any:
        """Drop."""
        return self.client.delete(self._address(path))

    @staticmethod
    def _address(path: str) -> str:
        return path if path.startswith(("http", "/")) else ROOT + path


def session_of(user: User) -> str:
    """A session of this person; signing in itself is tested where it lives."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _key(key: UUID | None) -> dict[str, str]:
    return {"Idempotency-Key": str(key or uuid4())}


@dataclass
class Town:
    """Everybody that the tests need."""

    household: Household
    parent: Adult
    child: Child
    group: Group
    agent: User
    colleague: User
    supervisor: User
    stranger: Adult
    elsewhere: User

    def draft(self) -> Case:
        """A draft of the parent with every answer typed."""
        return enrolment.draft(self.parent, self.household, self.child, self.group)

    def case(self) -> Case:
        """A request of the parent on the desk."""
        return enrolment.submitted(self.parent, self.household, self.child, self.group)


@pytest.fixture
def town(db: None) -> Town:
    """A family, the service that treats its requests, another family, another service."""
    service, other = ServiceFactory(), ServiceFactory()
    household, parent, (child,) = one_family()
    _home, stranger, _children = one_family()
    return Town(
        household=household,
        parent=parent,
        child=child,
        group=enrolment.group_of(service),
        agent=agent(service, first_name="Nadia", last_name="Benali"),
        colleague=agent(service, first_name="Marc", last_name="Petit"),
        supervisor=supervisor(service),
        stranger=stranger,
        elsewhere=agent(other),
    )


@dataclass
class Apart:
    """A child of separated parents, and the request that its mother sent."""

    mother: Adult
    father: Adult
    case: Case


@pytest.fixture
def apart(town: Town) -> Apart:
    """Two homes, one child, one request."""
    (home, mother), (_other, father), child = separated_parents()
    return Apart(mother, father, enrolment.submitted(mother, home, child, town.group))


@pytest.fixture
def parent(town: Town) -> Caller:
    """The parent, calling."""
    return Caller(town.parent.user)


@pytest.fixture
def agent_calls(town: Town) -> Caller:
    """The agent of the service, calling."""
    return Caller(town.agent)


@pytest.fixture
def administrator(db: None) -> Caller:
    """An administrator without any service, calling."""
    return Caller(UserFactory(administrator=True))
