"""An agent in front of the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.town import ServiceFactory, agent
from town.models import Service


@pytest.fixture
def service(db) -> Service:
    """The service whose desk it is."""
    return ServiceFactory(name="Service Enfance")


@pytest.fixture
def nadia(service: Service) -> User:
    """An agent of that service."""
    return agent(service, first_name="Nadia", last_name="Benali")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def desk(nadia: User, signed_in: Callable[[User], Client]) -> Client:
    """The agent's browser."""
    return signed_in(nadia)
