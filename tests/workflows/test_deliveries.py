"""The outbox: a mail leaves once, a failure comes back later and holds nobody else back."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from cases.models import CaseEvent
from family.models import Membership
from tests.factories import enrolment
from tests.factories.family import TieFactory, parent
from tests.factories.town import ServiceFactory
from tests.workflows.following import TUESDAY_TEN
from workflows.engine.deliveries import deliver, recipients, sweep_deliveries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def sent():
    """A request of a household of two parents, acknowledged to nobody yet."""
    case = enrolment.request(ServiceFactory())
    other = parent(household=case.household, role=Membership.Role.CO_REPRESENTATIVE)
    TieFactory(adult=other, child=case.child)
    return case.events.get(kind="submitted")


def failing(monkeypatch, error, address=None):
    """The mail server fails so, for one address or for all."""
    true_send = EmailMessage.send

    def send(self, *args, **kwargs):
        if address is None or address in self.to:
            raise error
        return true_send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)


def test_each_parent_who_may_see_the_child_is_told_once(sent):
    assert deliver(sent.pk) is True
    assert deliver(sent.pk) is False
    assert sweep_deliveries() == 0
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 2
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


def test_a_lost_mail_server_is_asked_again_each_time_later(sent, clock, monkeypatch, caplog):
    with monkeypatch.context() as outage, caplog.at_level(logging.WARNING):
        failing(outage, SMTPServerDisconnected())
        waits = []
        for _try in range(3):
            assert deliver(sent.pk) is False
            sent.refresh_from_db()
            waits.append(sent.deliver_after)
            clock.move_to(sent.deliver_after, tick=False)
    gaps = [later - earlier for earlier, later in zip([TUESDAY_TEN, *waits], waits, strict=False)]
    assert gaps == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert sweep_deliveries() == 1
    assert len(mail.outbox) == 2
    assert "@" not in caplog.text


def test_a_refused_address_does_not_make_the_other_parent_read_it_again(sent, monkeypatch):
    refused = sent.case.applicant.email
    failing(monkeypatch, SMTPRecipientsRefused({refused: (550, b"no such user")}), refused)
    assert deliver(sent.pk) is True
    assert sweep_deliveries() == 0
    assert len(mail.outbox) == 1


def test_a_sending_cut_half_way_goes_on_with_who_was_not_told(sent, clock, monkeypatch):
    first, second = (adult.email for adult in recipients(sent))
    with monkeypatch.context() as outage:
        failing(outage, SMTPServerDisconnected(), second)
        deliver(sent.pk)
        assert [message.to for message in mail.outbox] == [[first]]
    sent.refresh_from_db()
    clock.move_to(sent.deliver_after, tick=False)
    assert deliver(sent.pk) is True
    assert [message.to for message in mail.outbox] == [[first], [second]]
    sent.refresh_from_db()
    assert sent.deliver_after is None


def test_a_worker_that_dies_between_two_mails_leaves_the_first_one_told(sent, monkeypatch):
    first, second = (adult.email for adult in recipients(sent))
    with monkeypatch.context() as death, pytest.raises(SystemExit):
        failing(death, SystemExit(), second)
        deliver(sent.pk)
    assert sweep_deliveries() == 1
    assert [message.to for message in mail.outbox] == [[first], [second]]


def test_a_mail_that_cannot_be_written_holds_no_other_back(sent, monkeypatch):
    other = enrolment.request(ServiceFactory())
    failing(monkeypatch, ValueError("bad header"), sent.case.applicant.email)
    assert sweep_deliveries() == 1
    assert mail.outbox[-1].to == [other.applicant.email]
    sent.refresh_from_db()
    assert sent.delivery_tries == 1
    assert sent.deliver_after == TUESDAY_TEN + timedelta(minutes=1)


def test_nobody_outside_the_childs_rights_is_told(sent):
    stranger = parent(household=sent.case.household, role=Membership.Role.MEMBER)
    hidden = parent(household=sent.case.household, role=Membership.Role.MEMBER)
    TieFactory(adult=hidden, child=sent.case.child, may_see=False)
    deliver(sent.pk)
    told = {message.to[0] for message in mail.outbox}
    assert told.isdisjoint({stranger.email, hidden.email})


def test_events_without_mail_never_enter_the_outbox(sent):
    assert CaseEvent.objects.get(case=sent.case, kind="checked").deliver_after is None
