"""Passwords: forgotten, changed, and what a stranger learns from asking."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.accounts.test_sign_in import without_token
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "une autre phrase secrète"


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory, as Django's test runner keeps them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def ask(email: str, client: Client | None = None):
    """Ask for the link."""
    return (client or Client()).post(reverse("account_reset_password"), {"email": email})


def link_of(message) -> str:
    """The first link of a mail, without the site."""
    return re.search(r"https?://[^/]+(\S+)", message.body).group(1)


def test_forgotten_password_is_chosen_again_by_mail(client):
    user = UserFactory(email="amina@exemple.fr")
    response = ask("Amina@exemple.fr", client)
    assert response.url == reverse("account_reset_password_done")
    assert mail.outbox[0].to == ["amina@exemple.fr"]
    form = client.get(link_of(mail.outbox[0]), follow=True)
    action = form.redirect_chain[-1][0]
    assert "set-password" in action  # the key does not stay in the address
    done = client.post(action, {"password1": NEW, "password2": NEW})
    assert done.url == reverse("account_reset_password_from_key_done")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert mail.outbox[1].subject == "Votre mot de passe a été changé"


def test_a_link_serves_once_and_for_two_hours(client):
    UserFactory(email="amina@exemple.fr")
    ask("amina@exemple.fr")
    link = link_of(mail.outbox[0])
    with time_machine.travel(timedelta(hours=2, minutes=1)):
        assert "Ce lien ne sert plus" in client.get(link, follow=True).content.decode()
    action = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(action, {"password1": NEW, "password2": NEW})
    assert "Ce lien ne sert plus" in Client().get(link, follow=True).content.decode()


def test_asking_tells_nothing_of_who_has_an_account():
    UserFactory(email="known@exemple.fr")
    told = []
    for email in ("known@exemple.fr", "nobody@exemple.fr"):
        with CaptureQueriesContext(connection) as queries:
            response = ask(email)
        told.append((response.status_code, response.url, len(queries)))
    assert told[0] == told[1]
    assert [m.to[0] for m in mail.outbox] == ["known@exemple.fr", "nobody@exemple.fr"]
    assert "Aucun compte" in mail.outbox[1].body


def test_a_closed_account_gets_no_link():
    UserFactory(email="closed@exemple.fr", closed=True)
    ask("closed@exemple.fr")
    assert "mot-de-passe/nouveau" not in mail.outbox[0].body


def test_one_address_is_not_flooded_with_mails():
    with time_machine.travel(now().replace(minute=0, second=0), tick=False):
        statuses = [ask("amina@exemple.fr").status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("email", ["known@exemple.fr", "nobody@exemple.fr"])
def test_a_mail_server_that_is_away_is_said_on_the_page(settings, email):
    UserFactory(email="known@exemple.fr")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = ask(email).content.decode()
    assert "L’e-mail n’a pas pu partir" in page
    assert f'value="{email}"' in page


def test_mails_link_to_the_public_address_whatever_host_was_asked(settings):
    settings.ALLOWED_HOSTS = ["*"]
    UserFactory(email="amina@exemple.fr")
    Client(headers={"host": "evil.example"}).post(
        reverse("account_reset_password"), {"email": "amina@exemple.fr"}
    )
    assert "evil" not in mail.outbox[0].body
    assert settings.SITE_URL in mail.outbox[0].body


def test_changing_the_password_keeps_this_device_and_closes_the_others(client):
    user = UserFactory()
    other = Client()
    client.force_login(user)
    other.force_login(user)
    before = client.session.session_key
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert answer.status_code == 302
    assert client.session.session_key != before
    assert client.get(reverse("account_change_password")).status_code == 200
    assert other.get(reverse("account_change_password")).status_code == 302


@pytest.mark.parametrize("weak", ["court", "motdepasse1234"[:11], "password1234"])
def test_weak_passwords_are_refused(client, weak):
    user = UserFactory()
    client.force_login(user)
    data = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert client.post(reverse("account_change_password"), data).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_pages_of_a_stranger_hold_no_name():
    UserFactory(email="known@exemple.fr", first_name="Zélie")
    page = without_token(Client().get(reverse("account_reset_password")).content.decode())
    assert "Zélie" not in page
