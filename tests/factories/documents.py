"""Documents of a household's store: the row alone; `deposit` puts an object too."""

import uuid

import factory

from documents.models import Document
from tests.factories.family import HouseholdFactory


class DocumentFactory(factory.django.DjangoModelFactory):
    """A checked proof of address, without end; nothing is in the store under its key."""

    class Meta:
        model = Document

    household = factory.SubFactory(HouseholdFactory)
    kind = Document.Kind.ADDRESS
    name = "Justificatif de domicile.pdf"
    content_type = "application/pdf"
    size = 1000
    sha256 = "0" * 64
    storage_key = factory.LazyFunction(lambda: f"files/{uuid.uuid4().hex}")
    state = Document.State.CHECKED
