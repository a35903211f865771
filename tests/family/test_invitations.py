"""Keys that open an account: strong, kept as digests, used once, expiring."""

import math
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from accounts.opening import EmailTaken, IdentifierTaken
from family import invitation_mail, invitations
from family.history import history_for
from family.invitations import (
    ALPHABET,
    LENGTH,
    AlreadyHasAccount,
    KeyRefused,
    accept,
    ask_link,
    invite_by_letter,
    invite_by_mail,
    invite_known_families,
    open_key,
)
from family.models import Invitation, Membership
from family.permissions import reader_of
from tests.factories.accounts import UserFactory
from tests.factories.family import AdultFactory, HouseholdFactory, MembershipFactory, one_family

PASSWORD = "quatre mots faciles à retenir"


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def key_of(message) -> str:
    """The key in the link of a mail."""
    return re.search(r"/activation/cle/([0-9A-Z-]+)/", message.body).group(1)


def mailed_key(adult, **kwargs) -> str:
    """Invite by e-mail, send, and read the key in the mail."""
    invitation = invite_by_mail(adult=adult, **kwargs)
    assert invitation_mail.send(invitation.pk)
    return key_of(mail.outbox[-1])


def test_a_key_has_at_least_60_bits_and_no_letter_to_misread():
    assert len(set(ALPHABET)) ** LENGTH >= 2**60
    assert math.log2(len(ALPHABET)) * LENGTH == 80
    assert not set("ILOU") & set(ALPHABET)
    keys = {invitations.new_key() for _ in range(500)}
    assert len(keys) == 500
    assert all(re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", key) for key in keys)


@pytest.mark.parametrize(
    "typed",
    ["7F3K-9QZP-04M1-TT2B", "7f3k9qzp04m1tt2b", " 7F3K 9QZP 04M1 TT2B ", "7F3K-9QZP-O4MI-TT2B"],
)
def test_a_key_is_read_however_it_is_typed(typed):
    assert invitations.digest(typed) == invitations.digest("7F3K-9QZP-04M1-TT2B")


@pytest.mark.django_db
def test_only_a_digest_of_the_key_is_kept():
    invitation, key = invite_by_letter(adult=AdultFactory(), by=UserFactory())
    row = " ".join(str(value) for value in Invitation.objects.values_list().get())
    assert key not in row
    assert key.replace("-", "") not in row
    assert open_key(key) == invitation


@pytest.mark.django_db
@pytest.mark.parametrize(("channel", "days"), [("post", 60), ("mail", 7)])
def test_a_key_expires(channel, days):
    adult = AdultFactory()
    key = invite_by_letter(adult=adult, by=None)[1] if channel == "post" else mailed_key(adult)
    with time_machine.travel(timedelta(days=days, seconds=-60)):
        assert open_key(key) is not None
    with time_machine.travel(timedelta(days=days, seconds=60)):
        assert open_key(key) is None


@pytest.mark.django_db
def test_a_new_letter_ends_the_one_before():
    adult = AdultFactory()
    _first, old = invite_by_letter(adult=adult, by=None)
    _second, new = invite_by_letter(adult=adult, by=None)
    assert open_key(old) is None
    assert open_key(new) is not None


@pytest.mark.django_db
def test_accepting_opens_the_account_and_links_the_adult():
    _home, adult, _children = one_family(email="amina@exemple.fr")
    adult.user.delete()
    adult.refresh_from_db()
    key = mailed_key(adult)
    user = accept(key=key, identifier="amina.l", password=PASSWORD)
    adult.refresh_from_db()
    assert adult.user == user
    assert user.check_password(PASSWORD)
    assert (user.email, user.first_name) == ("amina@exemple.fr", adult.first_name)
    assert open_key(key) is None
    with pytest.raises(KeyRefused):
        accept(key=key, identifier="someone.else", password=PASSWORD)


@pytest.mark.django_db
def test_a_letter_alone_does_not_open_it_asks_for_a_proven_address():
    adult = AdultFactory(no_email=True)
    _invitation, key = invite_by_letter(adult=adult, by=None)
    with pytest.raises(KeyRefused):
        accept(key=key, identifier="amina.l", password=PASSWORD)
    ask_link(key=key, email="Amina@exemple.fr")
    invitation_mail.send_waiting()
    user = accept(key=key_of(mail.outbox[0]), identifier="amina.l", password=PASSWORD)
    adult.refresh_from_db()
    assert adult.email == user.email == "amina@exemple.fr"
    assert open_key(key) is None  # the letter has served too


@pytest.mark.django_db
def test_an_address_that_has_an_account_gets_a_mail_that_says_so():
    UserFactory(email="taken@exemple.fr")
    _invitation, key = invite_by_letter(adult=AdultFactory(no_email=True), by=None)
    ask_link(key=key, email="taken@exemple.fr")
    invitation_mail.send_waiting()
    assert mail.outbox[0].subject == "Vous avez déjà un compte"
    assert "/activation/cle/" not in mail.outbox[0].body


@pytest.mark.django_db
def test_taken_identifier_or_email_changes_nothing():
    adult = AdultFactory(email="amina@exemple.fr")
    key = mailed_key(adult)
    UserFactory(username="Amina.L")
    with pytest.raises(IdentifierTaken):
        accept(key=key, identifier="amina.l", password=PASSWORD)
    UserFactory(email="AMINA@exemple.fr")
    with pytest.raises(EmailTaken):
        accept(key=key, identifier="another", password=PASSWORD)
    adult.refresh_from_db()
    assert adult.user is None
    assert open_key(key) is not None


@pytest.mark.django_db
def test_an_adult_who_has_an_account_is_not_invited():
    adult = AdultFactory(with_account=True)
    with pytest.raises(AlreadyHasAccount):
        invite_by_letter(adult=adult, by=None)
    with pytest.raises(AlreadyHasAccount):
        invite_by_mail(adult=adult)


@pytest.mark.django_db
def test_a_mail_leaves_once_and_waits_for_a_mail_server_that_is_away(settings):
    invitation = invite_by_mail(adult=AdultFactory())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError):
        invitation_mail.send(invitation.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert invitation_mail.send_waiting() == 1
    assert invitation_mail.send_waiting() == 0
    assert not invitation_mail.send(invitation.pk)
    assert len(mail.outbox) == 1
    assert open_key(key_of(mail.outbox[0])) == invitation


@pytest.mark.django_db
def test_known_families_with_an_email_are_invited_once():
    home = HouseholdFactory()
    wanted = AdultFactory(email="wanted@exemple.fr")
    MembershipFactory(household=home, adult=wanted)
    second = AdultFactory(email="second@exemple.fr")
    MembershipFactory(household=home, adult=second, role=Membership.Role.CO_REPRESENTATIVE)
    MembershipFactory(adult=AdultFactory(no_email=True))
    MembershipFactory(adult=AdultFactory(with_account=True))
    MembershipFactory(household=home, adult=AdultFactory(), role=Membership.Role.MEMBER)
    assert invite_known_families() == 2
    assert invite_known_families() == 0
    assert invitation_mail.send_waiting() == 2
    assert {m.to[0] for m in mail.outbox} == {"wanted@exemple.fr", "second@exemple.fr"}


@pytest.mark.django_db
def test_the_opening_is_in_the_history_of_the_file():
    _home, adult, _children = one_family()
    adult.user.delete()
    adult.refresh_from_db()
    user = accept(
        key=mailed_key(adult, email="new@exemple.fr"), identifier="amina.l", password=PASSWORD
    )
    (latest,) = [c for c in history_for(reader_of(user)) if "new@exemple.fr" in c.sentence]
    assert latest.who == str(user)


@pytest.mark.django_db(transaction=True)
def test_one_key_opens_one_account_when_twenty_use_it_at_once():
    adult = AdultFactory()
    key = mailed_key(adult)
    start = Barrier(20)

    def use(number: int) -> str:
        try:
            start.wait()
            accept(key=key, identifier=f"amina{number}", password=PASSWORD)
        except KeyRefused:
            return "refused"
        finally:
            connection.close()
        return "opened"

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(use, range(20)))
    assert results.count("opened") == 1
    assert results.count("refused") == 19
    assert User.objects.count() == 1
    adult.refresh_from_db()
    assert adult.user == User.objects.get()


@pytest.mark.django_db
def test_the_command_queues_the_invitations_and_says_how_many(capsys):
    MembershipFactory(adult=AdultFactory())
    call_command("invite_families")
    call_command("invite_families")
    assert capsys.readouterr().out.splitlines() == [
        "1 invitation(s) queued",
        "0 invitation(s) queued",
    ]
