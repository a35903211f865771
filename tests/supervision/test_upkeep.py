"""What an administrator finds: the state of the machinery, and no family."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from cases.models import CaseEvent
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.town import ServiceFactory

pytestmark = pytest.mark.django_db


def signed_in(client: Client, user) -> Client:
    client.force_login(user, backend="accounts.backends.IdentifierOrEmail")
    return client


def test_an_administrator_comes_home_to_the_state_of_the_portal(client: Client) -> None:
    admin = UserFactory(is_superuser=True)
    answer = signed_in(client, admin).get("/accueil/", follow=True)
    assert answer.redirect_chain == [("/pilotage/etat/", 302)]
    assert answer.status_code == 200


def test_a_mail_that_cannot_leave_shows(client: Client) -> None:
    case = enrolment.request(ServiceFactory())
    CaseEvent.objects.filter(case=case, number=1).update(deliver_after=now() - timedelta(hours=1))
    answer = signed_in(client, UserFactory(is_superuser=True)).get("/pilotage/etat/")
    numbers = [figure["number"] for figure in answer.context["figures"]]
    assert numbers == [0, 0, 1, 0]


def test_nobody_else_finds_the_page(client: Client) -> None:
    assert signed_in(client, UserFactory()).get("/pilotage/etat/").status_code == 404
