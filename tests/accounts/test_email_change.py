"""Another e-mail: counted once its link is opened, and telling nothing of other accounts."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_password import link_of
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.family import one_family

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def ask(client: Client, email: str, password: str = PASSWORD):
    """Ask for another e-mail."""
    return client.post(reverse("account_email"), {"email": email, "password": password})


def test_the_new_email_counts_once_its_link_is_opened(client):
    _home, adult, _children = one_family(email="old@exemple.fr")
    client.force_login(adult.user)
    ask(client, "New@exemple.fr")
    adult.user.refresh_from_db()
    assert adult.user.email == "old@exemple.fr"
    link = link_of(mail.outbox[0])
    assert client.get(link).status_code == 200
    adult.user.refresh_from_db()
    assert adult.user.email == "old@exemple.fr"  # looking changes nothing
    client.post(link)
    adult.refresh_from_db()
    adult.user.refresh_from_db()
    assert adult.user.email == adult.email == "new@exemple.fr"
    assert [m.to[0] for m in mail.outbox] == ["new@exemple.fr", "old@exemple.fr"]
    assert "new@exemple.fr" in mail.outbox[1].body


def test_the_link_works_on_another_device_and_once(client):
    user = UserFactory()
    client.force_login(user)
    ask(client, "new@exemple.fr")
    link = link_of(mail.outbox[0])
    assert Client().post(link).url == reverse("account_login")
    assert Client().post(link).status_code == 410
    assert User.objects.get().email == "new@exemple.fr"


def test_the_address_of_another_account_gets_the_same_answer(client):
    UserFactory(email="taken@exemple.fr")
    user = UserFactory(email="mine@exemple.fr")
    client.force_login(user)
    pages = []
    for email in ("free@exemple.fr", "taken@exemple.fr"):
        ask(client, email)
        page = client.get(reverse("account_email")).content.decode().replace(email, "…")
        pages.append(re.sub(r"(csrfmiddlewaretoken\" value=\"|X-CSRFToken\": \")[^\"]+", "", page))
    assert pages[0] == pages[1]
    assert "Vous avez déjà un compte" in mail.outbox[1].subject
    user.refresh_from_db()
    assert user.email == "mine@exemple.fr"


def test_an_address_taken_meanwhile_is_not_given_twice(client):
    user = UserFactory(email="mine@exemple.fr")
    client.force_login(user)
    ask(client, "late@exemple.fr")
    UserFactory(email="late@exemple.fr")
    assert client.post(link_of(mail.outbox[0])).status_code == 410
    user.refresh_from_db()
    assert user.email == "mine@exemple.fr"


def test_it_takes_the_password(client):
    client.force_login(UserFactory())
    response = ask(client, "new@exemple.fr", "wrong")
    assert response.status_code == 422
    assert 'value="new@exemple.fr"' in response.content.decode()
    assert mail.outbox == []
