"""The pages by which an account is typed and a mandate signed, and a fund asked."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.models import Case
from tests.documents.reading import text_of
from tests.factories import money
from tests.factories.family import one_family
from tests.factories.money import IBAN, SHOWN, code_sent
from tests.factories.town import agent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    money.billing()


@pytest.fixture
def signed_in():
    """A browser in which somebody is signed in."""

    def browser(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


def step(case: Case, slug: str) -> str:
    return reverse("portal:step", args=[case.reference, slug])


def press(client: Client, case: Case, slug: str, then: str, **answers: str):
    return client.post(step(case, slug), {"then": then, **answers})


@pytest.fixture
def signing(signed_in) -> tuple[Client, Case]:
    """A draft whose account is typed, and its parent."""
    household, adult = one_family()[:2]
    case = money.account_typed(money.begin("prelevement", adult, household))
    return signed_in(adult.user), case


def test_a_mandate_is_read_then_signed_with_the_code(signing):
    client, case = signing
    first = client.get(step(case, "signature")).content.decode()
    assert SHOWN in first
    assert f"FAMILLE-{case.reference}" in first
    assert 'name="code"' not in first
    sent = press(client, case, "signature", "code")
    assert sent.status_code == 302
    page = client.get(step(case, "signature")).content.decode()
    assert 'name="code"' in page
    refused = press(client, case, "signature", "sign", agreed="on", code="000 000x")
    assert refused.status_code == 422
    assert "Essais restants" in refused.content.decode()
    empty = press(client, case, "signature", "sign", agreed="on")
    assert "Tapez le code" in empty.content.decode()
    unread = press(client, case, "signature", "sign", code=code_sent())
    assert unread.status_code == 422
    assert "Cochez cette case" in unread.content.decode()
    assert (
        press(client, case, "signature", "sign", agreed="on", code=code_sent()).status_code == 302
    )
    assert "avec le code envoyé à" in client.get(step(case, "signature")).content.decode()
    case.refresh_from_db()
    assert "code" not in case.data["typed"]["signature"]
    assert press(client, case, "signature", "next").status_code == 302


def test_one_cannot_go_on_without_signing(signing):
    client, case = signing
    assert press(client, case, "signature", "next", agreed="on").status_code == 422


def test_an_account_is_never_shown_again(signing):
    client, case = signing
    for slug in ("compte", "signature"):
        page = client.get(step(case, slug)).content.decode()
        assert IBAN not in re.sub(r"\s", "", page)
    summary = client.get(reverse("portal:summary", args=[case.reference])).content.decode()
    assert SHOWN in summary


def test_a_wrong_account_says_why_and_nothing_typed_is_lost(signing):
    client, case = signing
    wrong = f"{IBAN[:-1]}0"
    page = press(client, case, "compte", "next", holder="Amina", iban=wrong, how="online")
    assert page.status_code == 422
    assert "clé de contrôle" in page.content.decode()
    assert 'value="Amina"' in page.content.decode()


def test_the_mandate_to_sign_by_hand_is_a_paper_with_no_account_in_it(signing):
    client, case = signing
    address = reverse("portal:own_letter", args=[case.reference, "mandat"])
    assert client.get(address).status_code == 404  # signed online: none to print
    money.account_typed(case, how="paper")
    assert address in client.get(step(case, "signature")).content.decode()
    pdf = client.get(address)
    assert pdf["Content-Type"] == "application/pdf"
    words = text_of(pdf.content)
    assert f"FAMILLE-{case.reference}" in words
    assert "FR32ZZZ456789" in words
    assert IBAN not in re.sub(r"\s", "", words)


def test_a_signed_mandate_can_be_kept_by_both_sides(signed_in):
    case = money.debit_request()
    parent, desk = signed_in(case.applicant.user), signed_in(agent(case.service))
    for client, door in ((parent, "portal"), (desk, "desk")):
        pdf = client.get(reverse(f"{door}:own_letter", args=[case.reference, "mandat"]))
        words = text_of(pdf.content)
        assert "Signé en ligne par" in words
        assert case.applicant.email in words
    stranger = signed_in(one_family()[1].user)
    address = reverse("portal:own_letter", args=[case.reference, "mandat"])
    assert stranger.get(address).status_code == 404
    assert parent.get(reverse("portal:own_letter", args=[case.reference, "x"])).status_code == 404


def test_what_the_fund_sends_is_shown_before_anything_is_sent(signed_in):
    household, adult = one_family()[:2]
    case = money.fund_typed(money.begin("allocataire", adult, household), creche=True)
    client = signed_in(adult.user)
    asked = client.get(step(case, "quotient")).content.decode()
    assert "API Particulier" in asked
    done = press(client, case, "quotient", "fetch", **money.KNOWN_IDENTITY)
    assert done.status_code == 302
    page = client.get(step(case, "quotient")).content.decode().replace("\u00a0", " ")
    assert "Transmis par la CAF" in page
    assert "864,00 €" in page
    assert "38 412,00 €" in page
    assert press(client, case, "quotient", "by_hand").status_code == 302
    assert 'name="month"' in client.get(step(case, "quotient")).content.decode()


def test_a_fund_that_does_not_answer_leaves_what_was_typed(signed_in):
    household, adult = one_family()[:2]
    case = money.fund_typed(money.begin("allocataire", adult, household))
    given = {**money.KNOWN_IDENTITY, "birth_name": "Situdi"}
    page = press(signed_in(adult.user), case, "quotient", "fetch", **given)
    assert page.status_code == 422
    said = page.content.decode()
    assert "ne répond pas" in said
    assert 'value="Situdi"' in said
    assert "Déclarer moi-même" in said
