"""A shared computer keeps nothing of a signed-in person's pages."""

import pytest
from django.urls import reverse

from tests.factories.family import one_family

pytestmark = pytest.mark.django_db


def test_pages_of_a_signed_in_person_are_kept_by_nobody(client):
    _household, adult, _children = one_family()
    client.force_login(adult.user, backend="accounts.backends.IdentifierOrEmail")
    assert client.get(reverse("home"))["Cache-Control"] == "private, no-store"


def test_pages_of_everybody_are_left_alone(client):
    assert "no-store" not in client.get(reverse("front")).get("Cache-Control", "")
