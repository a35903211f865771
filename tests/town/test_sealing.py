"""Sealed texts: opened by the town's keys alone, under the new one after a change of keys."""

from io import StringIO

import pytest
from django.core.management import call_command

from billing.models import Mandate
from deploy.new_key import new_key
from tests.factories import money
from town.checks import check_sealing_keys
from town.sealing import SealBroken, seal, unseal

SECRET = "FR7630006000011234567890189"


def test_the_same_text_never_looks_the_same():
    assert seal(SECRET) != seal(SECRET)
    assert unseal(seal(SECRET)) == SECRET


def test_other_keys_open_nothing(settings):
    token = seal(SECRET)
    settings.SEALING_KEYS = [new_key()]
    with pytest.raises(SealBroken):
        unseal(token)


def test_an_altered_text_is_not_opened():
    with pytest.raises(SealBroken):
        unseal(seal(SECRET)[:-4] + "AAAA")


@pytest.mark.django_db
def test_after_a_change_of_keys_the_new_one_opens_everything(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    old, new = settings.SEALING_KEYS[0], new_key()
    sent, draft = money.debit_request(), money.debit_request(sent=False)
    settings.SEALING_KEYS = [new, old]
    call_command("reseal", stdout=StringIO())
    settings.SEALING_KEYS = [new]
    assert Mandate.objects.get(case_reference=sent.reference).iban.open() == money.IBAN
    draft.refresh_from_db()
    assert unseal(draft.data["typed"]["compte"]["iban"][0]) == money.IBAN


@pytest.mark.parametrize("keys", [[], ["short"], ["not a key, whatever it says about itself !!"]])
def test_a_key_that_seals_nothing_stops_a_deployment(settings, keys):
    settings.SEALING_KEYS = keys
    assert [error.id for error in check_sealing_keys(None)] == ["town.E001"]


def test_right_keys_pass():
    assert check_sealing_keys(None) == []
