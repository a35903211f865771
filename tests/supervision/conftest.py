"""A supervisor in front of the tower."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.town import ServiceFactory, supervisor
from town.models import Service


@pytest.fixture
def service(db) -> Service:
    """The supervised service."""
    return ServiceFactory(name="Service Enfance")


@pytest.fixture
def claire(service: Service) -> User:
    """Its supervisor."""
    return supervisor(service, first_name="Claire", last_name="Roussel")


@pytest.fixture
def tower(claire: User) -> Client:
    """The supervisor's browser."""
    client = Client()
    client.force_login(claire)
    return client
