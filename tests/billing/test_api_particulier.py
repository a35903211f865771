"""The connector against a real server that answers as API Particulier v3 does, faults included."""

import logging
import socket
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.utils.timezone import localdate

from billing import api_particulier as api
from config.parts import Particulier

WHO = api.Identity("Martin", ("Camille",), date(1988, 5, 12), "F", "Beauvais", "60")


def named(birth_name: str, first: str = "René") -> api.Identity:
    return replace(WHO, birth_name=birth_name, first_names=(first,))


def test_the_quotient_comes_as_the_fund_says_it():
    found = api.quotient_of(WHO, settings.API_PARTICULIER)
    month = localdate().replace(day=1)
    assert (found.fund, found.value_cents, found.month) == ("caf", 86400, month)
    assert api.quotient_of(named("Roux", "Jeanne"), settings.API_PARTICULIER).fund == "msa"


def test_the_resources_of_the_creche_come_with_their_year():
    found = api.childcare_of(WHO, settings.API_PARTICULIER)
    assert found == api.Childcare(3841200, localdate().year - 2, 2, 0)


def test_a_family_without_a_young_child_has_a_quotient_and_no_resources():
    anne = named("Giraud", "Anne")
    assert api.quotient_of(anne, settings.API_PARTICULIER).value_cents == 120000
    with pytest.raises(api.NoFile):
        api.childcare_of(anne, settings.API_PARTICULIER)


@pytest.mark.parametrize(
    ("birth_name", "fault"),
    [
        ("Nobody", api.NoFile),
        ("Conflit", api.TooBusy),
        ("Desfouin", api.TooBusy),
        ("Delanoue", api.Unavailable),
        ("Situdi", api.Unavailable),
    ],
)
def test_each_fault_is_told_apart(birth_name, fault):
    with pytest.raises(fault):
        api.quotient_of(named(birth_name), settings.API_PARTICULIER)


def test_an_incomplete_identity_is_said_so():
    with pytest.raises(api.Incorrect):
        api.quotient_of(replace(WHO, city=""), settings.API_PARTICULIER)


def test_a_refused_token_is_for_administrators():
    wrong = replace(settings.API_PARTICULIER, token="no-such-token")
    with pytest.raises(api.Forbidden):
        api.quotient_of(WHO, wrong)


def test_nobody_at_the_address_is_an_outage():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and silent: refused at once
        nowhere = Particulier(f"http://127.0.0.1:{taken.getsockname()[1]}", "t", "21600000000002")
        with pytest.raises(api.Unavailable):
            api.quotient_of(WHO, nowhere)


def test_one_that_does_not_answer_in_time_is_an_outage(monkeypatch):
    monkeypatch.setattr(api, "TIMEOUT", api.urllib3.Timeout(connect=0.2, read=0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = Particulier(f"http://127.0.0.1:{silent.getsockname()[1]}", "t", "21600000000002")
        with pytest.raises(api.Unavailable):
            api.quotient_of(WHO, slow)


@pytest.mark.parametrize("birth_name", ["Martin", "Nobody", "Desfouin", "Situdi"])
def test_no_identity_in_logs_nor_in_errors(birth_name, caplog):
    caplog.set_level(logging.INFO)
    who = replace(WHO, birth_name=birth_name)
    said = repr(who)
    try:
        api.quotient_of(who, settings.API_PARTICULIER)
    except api.NotAnswered as fault:
        said += f"{fault} {fault!r} {fault.__cause__!r}"
        assert fault.__suppress_context__
    assert birth_name not in caplog.text + said
    assert "Beauvais" not in caplog.text + said
