"""A new e-mail or phone within the request: a code proves it, and it counts at once."""

import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import AddressCode, User
from cases.models import Case, Wait
from family.history import kept_states
from family.models import Adult
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.family import one_family, parent
from tests.factories.situation import MOVED, drafted
from tests.factories.town import agent
from workflows.engine import acts
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.drafts import Incomplete
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
OLD, NEW = "avant@exemple.fr", "apres@exemple.fr"


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


class Asking:
    """A parent in front of the step of the code."""

    def __init__(self, *, new: dict | None = None, door: str = "portal", **steps) -> None:
        self.home, self.adult, _children = one_family(email=OLD, mobile="+33611111111")
        self.case = drafted(self.adult, self.home, coordonnees=new or {"email": [NEW]}, **steps)
        self.client = Client()
        self.client.force_login(self.adult.user)
        self.url = reverse("portal:step", args=[self.case.reference, "code-email"])

    def press(self, then: str, **typed: str):
        return self.client.post(self.url, {"then": then, **typed})

    def code(self) -> str:
        """Ask for a code, and read it in the newest mail."""
        assert self.press("code").status_code == 302
        digits = re.search(r"^(\d{3}) (\d{3})$", mail.outbox[-1].body, re.M)
        assert digits
        return digits[1] + digits[2]

    def prove(self, code: str, password: str = PASSWORD):
        return self.press("prove", code=code, password=password)

    def send(self) -> None:
        acts.submit(self.case.pk, actor=self.adult.user, act=uuid4())
        self.case.refresh_from_db()
        self.adult = Adult.objects.select_related("user").get(pk=self.adult.pk)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_proven_address_counts_at_once_without_any_agent_and_the_old_one_is_told():
    asking = Asking()
    code = asking.code()
    assert mail.outbox[-1].to == [NEW]
    assert asking.prove(code).status_code == 302
    assert asking.adult.user.email == OLD
    asking.send()
    assert asking.case.state == Case.State.ACCEPTED
    assert asking.adult.email == asking.adult.user.email == NEW
    address = asking.adult.user.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    mail.outbox.clear()
    sweep_deliveries()
    told = {m.to[0]: m for m in mail.outbox if "a changé" in m.subject}
    assert list(told) == [OLD]
    assert NEW not in told[OLD].body and "Ce n’est pas vous" in told[OLD].body
    kept = kept_states(Adult).filter(pgh_label="update").latest("pgh_id")
    assert kept.pgh_context.metadata["case"] == asking.case.reference
    sweep_deliveries()
    assert sum(OLD in m.to for m in mail.outbox) == 1


def test_one_signs_in_with_the_new_address_and_no_longer_with_the_old():
    asking = Asking()
    asking.prove(asking.code())
    asking.send()
    for email, page in ((OLD, 200), (NEW, 302)):
        form = {"login": email, "password": PASSWORD}
        assert Client().post(reverse("account_login"), form).status_code == page


def test_nothing_is_sent_before_the_code_has_proven_the_address():
    asking = Asking()
    assert asking.press("next").status_code == 422
    with pytest.raises(Incomplete) as incomplete:
        asking.send()
    assert incomplete.value.steps == ["code-email"]


def test_another_address_typed_afterwards_needs_its_own_code():
    asking = Asking()
    asking.prove(asking.code())
    step = reverse("portal:step", args=[asking.case.reference, "coordonnees"])
    asking.client.post(step, {"email": "autre@exemple.fr", "then": "next"})
    with pytest.raises(Incomplete):
        asking.send()


def test_a_wrong_code_is_counted_and_after_five_none_serves_any_more():
    asking = Asking()
    code = asking.code()
    for left in (4, 3, 2, 1):
        answer = asking.prove(wrong(code))
        assert answer.status_code == 422
        assert f"Essais restants\u00a0: {left}" in answer.content.decode()
    assert "il ne sert plus" in asking.prove(wrong(code)).content.decode()
    assert asking.prove(code).status_code != 302 or not AddressCode.objects.exclude(proven_at=None)
    assert not AddressCode.objects.exclude(proven_at=None).exists()
    with pytest.raises(Incomplete):
        asking.send()


def test_an_old_code_no_longer_serves(time_machine):
    time_machine.move_to(now(), tick=False)
    asking = Asking()
    code = asking.code()
    time_machine.shift(timedelta(minutes=16))
    asking.client.force_login(asking.adult.user)
    asking.prove(code)
    assert not AddressCode.objects.exclude(proven_at=None).exists()
    page = asking.client.get(asking.url).content.decode()
    assert "Recevoir mon code par e-mail" in page and "Code reçu" not in page


def test_a_proof_left_for_more_than_a_day_is_asked_again(time_machine):
    time_machine.move_to(now(), tick=False)
    asking = Asking()
    asking.prove(asking.code())
    time_machine.shift(timedelta(hours=25))
    with pytest.raises(Incomplete):
        asking.send()


def test_a_session_left_open_is_not_enough_the_password_is_asked():
    asking = Asking()
    code = asking.code()
    answer = asking.prove(code, password="not it")
    assert answer.status_code == 422
    assert "mot de passe actuel" in answer.content.decode()
    assert not AddressCode.objects.exclude(proven_at=None).exists()
    assert asking.prove(code).status_code == 302


def test_guesses_of_the_password_and_codes_sent_are_limited():
    asking = Asking()
    code = asking.code()
    for _each in range(10):
        asking.prove(code, password="not it")
    assert "Trop d’essais" in asking.prove(code).content.decode()
    for _each in range(4):
        asking.code()
    answer = asking.press("code")
    assert answer.status_code == 422
    assert "Trop de codes" in answer.content.decode()


def test_the_address_of_another_account_gets_no_code_and_the_page_says_the_same():
    UserFactory(email=NEW)
    asking = Asking()
    assert asking.press("code").status_code == 302
    sent = mail.outbox[-1]
    assert sent.to == [NEW] and not re.search(r"\d{3} \d{3}", sent.body)
    page = asking.client.get(asking.url).content.decode()
    assert f"Le code est parti à {NEW}" in page and "Code reçu par e-mail" in page


def test_an_address_taken_since_the_code_stops_the_request():
    asking = Asking()
    asking.prove(asking.code())
    UserFactory(email=NEW)
    with pytest.raises(acts.Refused):
        asking.send()


def test_the_other_representative_cannot_turn_a_draft_into_a_way_to_the_account():
    asking = Asking()
    partner = parent(household=asking.home, role="co_representative")
    step = reverse("portal:step", args=[asking.case.reference, "coordonnees"])
    browser = Client()
    browser.force_login(partner.user)
    assert "Chacun change ses propres" in browser.get(step).content.decode()
    taken = browser.post(step, {"email": "voleur@exemple.fr", "then": "next"})
    assert taken.status_code == 422
    assert browser.post(asking.url, {"then": "code"}).status_code == 422
    assert not AddressCode.objects.exists()
    for proven in (False, True):
        if proven:
            asking.client.post(step, {"email": NEW, "then": "next"})
            asking.prove(asking.code())
        with pytest.raises(Incomplete):
            acts.submit(asking.case.pk, actor=partner.user, act=uuid4())
    assert User.objects.get(pk=asking.adult.user_id).email == OLD


def test_neither_code_nor_password_is_kept_or_logged(caplog):
    caplog.set_level(logging.DEBUG)
    asking = Asking()
    code = asking.code()
    asking.prove(code, password="Zorglub-secret")
    asking.client.post(
        asking.url, {"code": code, "password": "Zorglub-secret"}, headers={"X-Draft": "1"}
    )
    asking.case.refresh_from_db()
    assert "Zorglub" not in str(asking.case.data) and code not in str(asking.case.data)
    assert code not in AddressCode.objects.get().code_hash
    assert "Zorglub" not in caplog.text and code not in caplog.text


def test_a_phone_is_not_proven_by_a_code_but_the_request_is_by_the_known_address():
    asking = Asking(new={"mobile": ["06 12 34 56 78"]})
    page = asking.client.get(asking.url).content.decode()
    assert "la mairie n’envoie pas de SMS" in page
    code = asking.code()
    assert mail.outbox[-1].to == [OLD]
    assert asking.press("prove", code=code).status_code == 302
    asking.send()
    assert asking.case.state == Case.State.ACCEPTED
    assert (asking.adult.mobile, asking.adult.email) == ("+33612345678", OLD)


def test_at_the_counter_a_phone_needs_no_code_and_an_address_does():
    clerk = agent()
    home, adult, _children = one_family(email=OLD)
    for new, missing in (({"mobile": ["06 12 34 56 78"]}, []), ({"email": [NEW]}, ["code-email"])):
        case = drafted(adult, home, coordonnees=new)
        Case.objects.filter(pk=case.pk).update(filed_by=clerk)
        try:
            acts.submit(case.pk, actor=clerk, side="town", act=uuid4())
        except Incomplete as incomplete:
            assert incomplete.steps == missing
        else:
            assert not missing
    adult.refresh_from_db()
    assert (adult.mobile, adult.email) == ("+33612345678", OLD)


def test_an_address_changes_at_once_and_a_move_with_it_at_its_date(time_machine):
    time_machine.move_to(now(), tick=False)
    home, adult, _children = one_family(email=OLD)
    day = localdate() + timedelta(days=10)
    case = drafted(adult, home, day, coordonnees={"mobile": ["06 12 34 56 78"]}, demenagement=MOVED)
    clerk = agent()
    Case.objects.filter(pk=case.pk).update(filed_by=clerk)
    acts.submit(case.pk, actor=clerk, side="town", act=uuid4())
    adult.refresh_from_db()
    assert adult.mobile == "+33612345678"
    wait = Wait.objects.get(case=case)
    assert (wait.part, wait.node) == ("demenagement", "decide")
    acts.decide(wait.pk, "accept", actor=agent(wait.service), act=uuid4())
    home.refresh_from_db()
    assert home.street != "3 quai du Port"
    time_machine.shift(timedelta(days=10))
    sweep_waits()
    home.refresh_from_db()
    assert home.street == "3 quai du Port"


@pytest.mark.parametrize("new", [{}, {"email": [OLD]}, {"email": ["faux"]}, {"mobile": ["12"]}])
def test_something_must_change_and_be_possible(new):
    home, adult, _children = one_family(email=OLD)
    case = drafted(adult, home, coordonnees=new)
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=adult.user, act=uuid4())
    assert "coordonnees" in incomplete.value.steps


def test_a_date_is_asked_unless_all_changes_at_once():
    home, adult, _children = one_family()
    case = drafted(adult, home, demenagement=MOVED, coordonnees={"mobile": ["0612345678"]})
    case.data["typed"]["changements"]["since"] = [""]
    case.save()
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=adult.user, act=uuid4())
    assert "changements" in incomplete.value.steps
