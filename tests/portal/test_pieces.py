"""Documents put into a case: one's own household's only, and nothing strange."""

from uuid import uuid4

import pytest
from django.test import Client

from cases.models import Piece
from documents.models import Document
from tests.factories import enrolment
from tests.factories.family import HouseholdFactory, MembershipFactory
from tests.factories.town import ServiceFactory

pytestmark = pytest.mark.django_db


def kept(household) -> Document:
    """A checked proof of address of a household."""
    return Document.objects.create(
        household=household,
        kind="address",
        name="facture.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        storage_key=str(uuid4()),
        state=Document.State.CHECKED,
    )


@pytest.fixture
def case():
    return enrolment.request(ServiceFactory())


def give(client: Client, case, document: object) -> None:
    client.force_login(case.filed_by, backend="accounts.backends.IdentifierOrEmail")
    address = f"/demandes/{case.reference}/pieces/address/"
    assert client.post(address, {"document": document}).status_code == 302


def test_a_document_of_the_household_is_reused_in_one_tap(client: Client, case) -> None:
    document = kept(case.household)
    give(client, case, document.public_id)
    assert Piece.objects.get(case=case, kind="address").document == document


def test_another_home_s_document_is_not_used_even_by_its_owner(client: Client, case) -> None:
    elsewhere = HouseholdFactory()
    MembershipFactory(household=elsewhere, adult=case.applicant, role="representative")
    give(client, case, kept(elsewhere).public_id)
    assert Piece.objects.get(case=case, kind="address").document is None


def test_a_made_up_document_is_refused_politely(client: Client, case) -> None:
    give(client, case, "n’importe quoi")
    assert Piece.objects.get(case=case, kind="address").document is None
