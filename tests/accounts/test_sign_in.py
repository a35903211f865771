"""Signing in: by identifier or e-mail, without telling who has an account, not by guessing."""

import re
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
HOME_ADDRESS = "192.0.2.10"
STRANGER = "198.51.100.7"


def sign_in(client: Client, login: str, password: str = PASSWORD, address: str = HOME_ADDRESS):
    """Post the sign-in form from an address."""
    data = {"login": login, "password": password}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=address)


def is_signed_in(client: Client) -> bool:
    """Whether the client's session has a user."""
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed", ["amina.lefevre", "AMINA.Lefevre", "amina@exemple.fr", " Amina@Exemple.fr "]
)
def test_identifier_or_email_opens_whatever_the_case(client, typed):
    UserFactory(username="amina.lefevre", email="amina@exemple.fr")
    response = sign_in(client, typed)
    assert response.status_code == 302
    assert response.url == reverse("home")
    assert is_signed_in(client)


def test_session_key_changes_when_one_signs_in(client):
    UserFactory(username="amina")
    client.session["something"] = 1
    client.get(reverse("account_login"))
    before = client.session.session_key
    sign_in(client, "amina")
    assert client.session.session_key != before


def test_previous_sign_in_is_kept(client):
    user = UserFactory(username="amina")
    first = now() - timedelta(days=3)
    with time_machine.travel(first, tick=False):
        sign_in(client, "amina")
        user.refresh_from_db()
        assert user.previous_login is None
    client.logout()
    sign_in(client, "amina")
    user.refresh_from_db()
    assert abs(user.previous_login - first) < timedelta(seconds=1)
    assert user.last_login > user.previous_login


def test_signing_out_takes_a_post(client):
    UserFactory(username="amina")
    sign_in(client, "amina")
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_nobody_signs_up(client):
    assert client.get("/compte/signup/").status_code in {302, 404}
    assert User.objects.count() == 0


def failure(login: str) -> tuple[int, str, int, int]:
    """Status, page, number of queries and of password hashes of a failed sign-in."""
    client = Client()
    encode = MD5PasswordHasher.encode
    with (
        mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=encode) as hashed,
        CaptureQueriesContext(connection) as queries,
    ):
        response = sign_in(client, login, "wrong")
    page = response.content.decode().replace(login, "…")
    return response.status_code, without_token(page), len(queries), hashed.call_count


def without_token(page: str) -> str:
    """The page without the token, which differs at each request."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r'"X-CSRFToken": "[^"]+"', "", page)


@pytest.mark.parametrize(
    ("known", "unknown"), [("amina", "amine"), ("amina@exemple.fr", "amine@exemple.fr")]
)
def test_a_failed_sign_in_tells_nothing_of_who_has_an_account(known, unknown):
    UserFactory(username="amina", email="amina@exemple.fr")
    told = failure(known)
    assert told == failure(unknown)
    assert "n’est pas le bon" in told[1]
    assert told[3] == 1  # one password hash in both cases: the slow part takes the same time


def test_guessing_is_stopped_and_the_page_says_when_to_come_back(client):
    UserFactory(username="amina", email="amina@exemple.fr")
    statuses = [sign_in(client, "amina", f"guess-{n}").status_code for n in range(8)]
    assert statuses == [200] * 7 + [429]
    response = sign_in(client, "amina")
    assert response.status_code == 429
    assert not is_signed_in(client)
    assert "vous pourrez réessayer à partir de" in response.content.decode()
    assert 0 < int(response["Retry-After"]) <= 15 * 60 + 1


def test_guesses_by_email_and_by_identifier_count_together(client):
    UserFactory(username="amina", email="amina@exemple.fr")
    for n in range(8):
        sign_in(client, "amina" if n % 2 else "AMINA@exemple.fr", f"guess-{n}")
    assert sign_in(client, "amina@exemple.fr").status_code == 429


def test_a_stranger_cannot_lock_a_family_out(client):
    UserFactory(username="amina")
    for n in range(12):
        sign_in(Client(), "amina", f"guess-{n}", address=STRANGER)
    assert sign_in(Client(), "amina", address=STRANGER).status_code == 429
    assert sign_in(client, "amina").status_code == 302
    assert is_signed_in(client)


def test_an_unknown_account_is_locked_like_a_known_one(client):
    statuses = [sign_in(client, "nobody", f"guess-{n}").status_code for n in range(8)]
    assert statuses == [200] * 7 + [429]


def test_the_lock_ends_by_itself_and_tries_do_not_prolong_it(client):
    UserFactory(username="amina")
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        for n in range(8):
            sign_in(client, "amina", f"guess-{n}")
        clock.move_to(start + timedelta(minutes=14))
        assert sign_in(client, "amina").status_code == 429
        clock.move_to(start + timedelta(minutes=15, seconds=1))
        assert sign_in(client, "amina").status_code == 302


def test_one_address_cannot_try_many_accounts(client):
    UserFactory(username="amina")
    start = now().replace(minute=0, second=0)
    with time_machine.travel(start, tick=False):
        for n in range(60):
            sign_in(client, f"account{n}", "spring2026", address=STRANGER)
        page = sign_in(client, "amina", address=STRANGER).content.decode()
        assert "Trop d’essais depuis votre connexion" in page
        assert not is_signed_in(client)


def test_what_was_typed_is_not_kept_in_clear(client):
    sign_in(client, "my-secret-password", "another-secret")
    row = AccessAttempt.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())
    assert "secret" not in kept


def test_one_signs_in_without_redis(client, settings):
    settings.CACHES = {
        "default": {
            **settings.CACHES["default"],
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    UserFactory(username="amina")
    cache.get("anything")
    assert sign_in(client, "amina").status_code == 302
    assert client.get(reverse("account_change_password")).status_code == 200


def test_a_closed_account_does_not_open(client):
    UserFactory(username="amina", closed=True)
    sign_in(client, "amina")
    assert not is_signed_in(client)


def test_a_link_to_another_site_is_not_followed_after_sign_in(client):
    UserFactory(username="amina")
    data = {"login": "amina", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("account_login"), data).url == reverse("home")
