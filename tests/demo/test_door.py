"""The demo's one-click doors and its page of mails."""

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from accounts.models import User
from demo.models import SentMail
from demo.sign_ins import SIGN_INS


@pytest.fixture
def ready(db):
    return [
        User.objects.create_user(sign_in.username, f"{sign_in.username}@famille.example", "x")
        for sign_in in SIGN_INS
    ]


def test_the_page_offers_one_button_for_each_sign_in(client, ready):
    page = client.get(reverse("demo:sign_ins")).content.decode()
    for sign_in in SIGN_INS:
        assert page.count(f'action="/demo/entrer/{sign_in.username}/"') == 1
    assert "csrfmiddlewaretoken" in page
    assert "style=" not in page and "<script>" not in page


@pytest.mark.django_db
def test_before_the_town_is_loaded_the_page_offers_no_button(client):
    page = client.get(reverse("demo:sign_ins")).content.decode()
    assert "chargez la ville de démonstration" in page
    assert "Entrer</span>" not in page


def test_one_click_signs_in_and_only_by_post(client, ready):
    address = reverse("demo:enter", args=["agent"])
    assert client.get(address).status_code == 405
    answer = client.post(address)
    assert answer.status_code == 302
    assert int(client.session["_auth_user_id"]) == User.objects.get(username="agent").pk


def test_nobody_but_the_ready_sign_ins_can_be_entered(client, ready):
    User.objects.create_user("somebody", "somebody@famille.example", "x")
    assert client.post(reverse("demo:enter", args=["somebody"])).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_mail_sent_twice_is_kept_once_and_its_link_can_be_clicked(client):
    mail = EmailMessage(
        "Votre demande", "Voir https://ville.example/demandes/1/", "a@b.example", ["p@f.example"]
    )
    mail.extra_headers["Message-ID"] = "<1@ville.example>"
    carrier = get_connection("demo.mailbox.Mailbox")
    assert carrier.send_messages([mail]) == 1
    assert carrier.send_messages([mail]) == 0
    kept = SentMail.objects.get()
    assert (
        reverse("demo:mail", args=[kept.pk]) in client.get(reverse("demo:mails")).content.decode()
    )
    page = client.get(reverse("demo:mail", args=[kept.pk])).content.decode()
    assert '<a href="https://ville.example/demandes/1/"' in page


@pytest.mark.django_db
def test_older_mails_follow_on_the_next_page(client):
    SentMail.objects.bulk_create(
        SentMail(message_id=f"<{n}@v.example>", to="p@f.example", subject=f"N{n}.", body="…")
        for n in range(65)
    )
    seen, address = [], reverse("demo:mails")
    while address:
        page = client.get(address)
        seen += [mail.subject for mail in page.context["mails"]]
        older = page.context["older"]
        address = f"{reverse('demo:mails')}?avant={older}" if older else ""
    assert seen == [f"N{n}." for n in reversed(range(65))]
