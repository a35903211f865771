"""A bank account put by the API is kept sealed, and never told again."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import money
from tests.factories.family import one_family
from tests.factories.money import IBAN, SHOWN

pytestmark = pytest.mark.django_db


def test_an_account_put_into_a_draft_is_not_read_back():
    household, adult = one_family()[:2]
    case = money.begin("prelevement", adult, household)
    client = Client()
    client.force_login(adult.user)
    address = reverse("api:step", args=[case.reference, "compte"])
    answers = {
        "holder": ["Amina"],
        "iban": [IBAN],
        "starts_on": [case.data["typed"]["compte"]["starts_on"][0]],
        "how": ["online"],
    }
    body = json.dumps({"answers": answers})
    answer = client.put(address, body, content_type="application/json")
    assert answer.status_code == 200
    for said in (answer.json(), client.get(address).json()):
        assert said["complete"]
        iban = next(field for field in said["fields"] if field["name"] == "iban")
        assert (iban["typed"], iban["errors"]) == ([], [])
        assert IBAN not in json.dumps(said)
    assert SHOWN in client.get(address).content.decode()
    case.refresh_from_db()
    assert IBAN not in json.dumps(case.data)
