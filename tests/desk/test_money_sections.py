"""The bank account and the income: for who has the task, each reading logged and told."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from family.models import SensitiveReading
from tests.factories import money
from tests.factories.money import SHOWN, task_of
from tests.factories.town import agent
from workflows.engine import acts

WHOLE = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture(autouse=True)
def outbox(settings, db):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def clerk() -> User:
    return agent(money.billing())


def section(case: Case, name: str) -> str:
    return reverse("desk:section", args=[case.reference, name])


def page(client: Client, case: Case) -> str:
    return client.get(reverse("desk:case", args=[case.reference])).content.decode()


CASES = [
    (money.debit_request, "bank", WHOLE),
    (money.quotient_request, "income", "864,00"),
]


@pytest.mark.parametrize(("make", "name", "secret"), CASES)
def test_who_has_the_task_reads_it_and_the_family_sees_that(signed_in, clerk, make, name, secret):
    case, desk = make(), signed_in(clerk)
    acts.claim(task_of(case).pk, actor=clerk)
    assert secret not in page(desk, case)
    for headers in ({}, {"HX-Request": "true"}):
        shown = desk.post(section(case, name), headers=headers).content.decode()
        assert secret in shown.replace("\u00a0€", "")
    readings = SensitiveReading.objects.values_list("section", "reader", "household")
    assert set(readings) == {(name, clerk.pk, case.household_id)}
    parent = signed_in(case.applicant.user)
    assert str(clerk) in parent.get(reverse("portal:readings")).content.decode()


@pytest.mark.parametrize(("make", "name", "secret"), CASES)
def test_without_the_task_or_once_decided_it_stays_shut(signed_in, clerk, make, name, secret):
    case, desk = make(), signed_in(clerk)
    assert desk.post(section(case, name)).status_code == 404
    colleague = agent(case.service)
    acts.claim(task_of(case).pk, actor=colleague)
    assert desk.post(section(case, name)).status_code == 404
    acts.decide(task_of(case).pk, "accept", actor=colleague)
    assert signed_in(colleague).post(section(case, name)).status_code == 404
    assert not SensitiveReading.objects.exists()


def test_a_task_opens_what_it_needs_and_nothing_else(signed_in, clerk):
    case, desk = money.debit_request(), signed_in(clerk)
    acts.claim(task_of(case).pk, actor=clerk)
    for name in ("income", "health", "nonsense"):
        assert desk.post(section(case, name)).status_code == 404


def test_every_other_page_shows_the_account_masked(signed_in, clerk):
    case = money.debit_request()
    desk, parent = signed_in(clerk), signed_in(case.applicant.user)
    receipt = parent.get(reverse("portal:receipt", args=[case.reference])).content.decode()
    for shown in (page(desk, case), receipt):
        assert SHOWN in shown
        assert money.IBAN not in shown.replace(" ", "")


def test_the_receipt_of_a_quotient_has_no_amount(signed_in):
    case = money.quotient_request()
    parent = signed_in(case.applicant.user)
    receipt = parent.get(reverse("portal:receipt", args=[case.reference])).content.decode()
    assert "déclaré par la famille" in receipt
    assert "864" not in receipt
