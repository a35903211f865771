"""A code signs one text, once, within minutes and tries."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.throttling import TooMany
from billing import signing
from billing.models import SigningCode
from tests.factories.family import one_family
from tests.factories.money import code_sent

pytestmark = pytest.mark.django_db
CASE, TEXT = "7F3K-9QZP", "a" * 64


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def adult():
    return one_family()[1]


def send(adult) -> str:
    signing.send_code(case=CASE, adult=adult, digest=TEXT)
    return code_sent()


def sign(adult, code: str, digest: str = TEXT) -> SigningCode:
    return signing.sign(case=CASE, digest=digest, code=code, account=adult.user)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_goes_to_the_signer_and_is_kept_as_a_hash(adult):
    code = send(adult)
    assert mail.outbox[0].to == [adult.email]
    row = SigningCode.objects.get()
    assert code not in f"{row.code_hash}{row.digest.token}"
    assert sign(adult, f"{code[:3]} {code[3:]}").signed_by == adult.user
    assert signing.signed(CASE, TEXT) == SigningCode.objects.get()


def test_another_text_is_not_signed(adult):
    code = send(adult)
    with pytest.raises(signing.CodeOver):
        sign(adult, code, "b" * 64)
    assert signing.signed(CASE, "b" * 64) is None


def test_a_code_serves_once(adult):
    code = send(adult)
    sign(adult, code)
    with pytest.raises(signing.CodeOver):
        sign(adult, code)


def test_five_wrong_tries_and_the_right_code_is_over(adult):
    code = send(adult)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(signing.WrongCode) as refused:
            sign(adult, wrong(code))
        assert refused.value.left == left
    with pytest.raises(signing.CodeOver):
        sign(adult, code)


def test_a_code_is_over_after_a_quarter_of_an_hour(adult, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+01:00", tick=False)
    code = send(adult)
    time_machine.shift(timedelta(minutes=15))
    with pytest.raises(signing.CodeOver):
        sign(adult, code)


def test_a_fresh_code_ends_the_one_before(adult):
    first = send(adult)
    second = send(adult)
    if first != second:
        with pytest.raises(signing.WrongCode):
            sign(adult, first)
    assert sign(adult, second).signed_at


def test_codes_are_not_sent_without_end(adult, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+01:00", tick=False)
    for _time in range(5):
        send(adult)
    with pytest.raises(TooMany):
        send(adult)
    assert len(mail.outbox) == 5


def test_who_has_no_address_gets_none():
    adult = one_family(email="")[1]
    with pytest.raises(signing.NoAddress):
        signing.send_code(case=CASE, adult=adult, digest=TEXT)
    assert not SigningCode.objects.exists()


def test_a_mail_that_did_not_leave_leaves_no_code(adult, settings):
    settings.EMAIL_BACKEND = "tests.billing.test_signing.Broken"
    with pytest.raises(OSError, match="no mail"):
        signing.send_code(case=CASE, adult=adult, digest=TEXT)
    assert not SigningCode.objects.exists()


class Broken:
    """A mail server that refuses everything."""

    def __init__(self, *args, **kwargs) -> None:
        pass

    def send_messages(self, messages) -> int:
        raise OSError("no mail")
