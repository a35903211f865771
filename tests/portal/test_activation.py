"""Opening an account on the pages: letter, link, password; strangers learn nothing."""

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

from accounts.models import User
from family import invitation_mail
from family.invitations import accept, invite_by_letter, invite_by_mail, new_key
from family.models import Membership
from tests.accounts.test_sign_in import is_signed_in, without_token
from tests.factories.accounts import UserFactory
from tests.factories.family import AdultFactory, MembershipFactory, one_family

pytestmark = pytest.mark.django_db
PASSWORD = "quatre mots faciles à retenir"


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def adult():
    """A representative without account."""
    person = AdultFactory(first_name="Zoé", last_name="Le Goff-Martin", email="zoe@exemple.fr")
    MembershipFactory(adult=person)
    return person


def sent_link() -> str:
    """The link of the latest invitation, sent now."""
    invitation_mail.send_waiting()
    return re.search(r"https?://[^/]+(/activation/\S+)", mail.outbox[-1].body).group(1)


def follow(client: Client, link: str):
    """Open a link and press its button."""
    page = client.get(link)
    assert page.status_code == 200
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode()).group(1)
    return client.post(reverse("activation"), {"key": key})


def enter(key: str, client: Client | None = None, address: str = "192.0.2.10"):
    """Type a key."""
    return (client or Client()).post(reverse("activation"), {"key": key}, REMOTE_ADDR=address)


def test_from_the_letter_to_home(client, adult):
    _invitation, key = invite_by_letter(adult=adult, by=None)
    assert enter(key.lower().replace("-", " "), client).url == reverse("activation_address")
    page = client.post(reverse("activation_address"), {"email": "zoe.perso@exemple.fr"})
    assert "zoe.perso@exemple.fr" in page.content.decode()
    link = sent_link()
    device = Client()  # the mail is opened on the phone
    assert follow(device, link).url == reverse("activation_account")
    form = device.get(reverse("activation_account")).content.decode()
    assert 'value="zoe.legoffmartin"' in form
    data = {"identifier": "zoe.legoffmartin", "password": PASSWORD, "again": PASSWORD}
    assert device.post(reverse("activation_account"), data).url == reverse("home")
    assert is_signed_in(device)
    adult.refresh_from_db()
    assert adult.user.username == "zoe.legoffmartin"
    assert adult.email == "zoe.perso@exemple.fr"


def test_opening_a_link_uses_nothing(client, adult):
    invite_by_mail(adult=adult)
    link = sent_link()
    for _time in range(3):  # a mail scanner follows links too
        assert client.get(link).status_code == 200
    assert follow(client, link).url == reverse("activation_account")


def test_the_key_does_not_stay_in_the_address(client, adult):
    invite_by_mail(adult=adult)
    follow(client, sent_link())
    page = client.get(reverse("activation_account"))
    assert "/cle/" not in page.request["PATH_INFO"]
    assert page["Cache-Control"].startswith("max-age=0") or "no-store" in page["Cache-Control"]


def refusal(key: str) -> tuple[int, str, int]:
    """What is told of a key: status, page, number of queries."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = enter(key, client)
    return response.status_code, without_token(response.content.decode()), len(queries)


def test_wrong_used_and_expired_keys_get_the_same_answer(adult):
    other = AdultFactory()
    _invitation, expired = invite_by_letter(adult=other, by=None)
    other.invitations.update(expires_at=now() - timedelta(seconds=1))
    invite_by_mail(adult=adult)
    used = re.search(r"/cle/([0-9A-Z-]+)/", sent_link()).group(1)
    accept(key=used, identifier="zoe.l", password=PASSWORD)
    told = {
        (status, page.replace(key, "…"), queries)
        for key in (new_key(), used, expired)
        for status, page, queries in [refusal(key)]
    }
    assert len(told) == 1
    assert "Cette clé n’ouvre pas de compte" in told.pop()[1]


def test_keys_are_not_guessed_from_one_address(adult):
    _invitation, key = invite_by_letter(adult=adult, by=None)
    with time_machine.travel(now().replace(minute=0, second=0), tick=False):
        statuses = [enter(new_key()).status_code for _ in range(16)]
        assert statuses == [422] * 15 + [429]
        assert enter(key).status_code == 429
        assert enter(key, address="198.51.100.7").status_code == 302


def test_an_address_with_an_account_gets_the_same_page(client, adult):
    UserFactory(email="taken@exemple.fr")
    _invitation, key = invite_by_letter(adult=adult, by=None)
    enter(key, client)
    pages = []
    for email in ("free@exemple.fr", "taken@exemple.fr"):
        with CaptureQueriesContext(connection) as queries:
            page = client.post(reverse("activation_address"), {"email": email}).content.decode()
        pages.append((without_token(page).replace(email, "…"), len(queries)))
    assert pages[0] == pages[1]
    invitation_mail.send_waiting()
    assert {m.to[0]: m.subject for m in mail.outbox}["taken@exemple.fr"] == (
        "Vous avez déjà un compte"
    )


def test_what_is_refused_stays_typed(client, adult):
    UserFactory(username="zoe1", email="other@exemple.fr")
    invite_by_mail(adult=adult)
    follow(client, sent_link())
    url = reverse("activation_account")
    taken = client.post(url, {"identifier": "Zoe1", "password": PASSWORD, "again": PASSWORD})
    short = client.post(url, {"identifier": "zoé@x", "password": "court", "again": "long"})
    assert taken.status_code == short.status_code == 422
    assert "Cet identifiant n’est pas libre" in taken.content.decode()
    assert 'value="Zoe1"' in taken.content.decode()
    assert 'value="zoé@x"' in short.content.decode()
    assert "Les deux mots de passe ne sont pas les mêmes" in short.content.decode()
    assert User.objects.count() == 1


def test_without_a_key_the_next_pages_go_back_to_the_first(client):
    for name in ("activation_address", "activation_account"):
        assert client.get(reverse(name)).url == reverse("activation")


def test_the_representative_invites_the_second_parent_who_gets_an_own_account(client):
    household, mother, _children = one_family()
    second = AdultFactory(first_name="Bruno", email="bruno@exemple.fr")
    MembershipFactory(household=household, adult=second, role=Membership.Role.CO_REPRESENTATIVE)
    client.force_login(mother.user)
    page = client.get(reverse("portal:co_representative")).content.decode()
    assert "bruno@exemple.fr" in page
    client.post(reverse("portal:invite", args=[second.public_id]))
    device = Client()
    follow(device, sent_link())
    data = {"identifier": "bruno.l", "password": PASSWORD, "again": PASSWORD}
    assert device.post(reverse("activation_account"), data).status_code == 302
    second.refresh_from_db()
    assert second.user.email == "bruno@exemple.fr"
    assert second.user != mother.user
    assert "A son compte" in client.get(reverse("portal:co_representative")).content.decode()
    assert client.post(reverse("portal:invite", args=[second.public_id])).status_code == 404


def test_nobody_else_invites(client):
    household, _mother, _children = one_family()
    second = AdultFactory()
    MembershipFactory(household=household, adult=second, role=Membership.Role.CO_REPRESENTATIVE)
    client.force_login(one_family()[1].user)
    assert client.post(reverse("portal:invite", args=[second.public_id])).status_code == 404
    assert second.invitations.count() == 0
