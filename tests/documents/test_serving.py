"""Giving a document: the log, the headers, the bytes."""

import io

import pytest
import urllib3
from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse

from documents import store
from documents.intake import take_in
from documents.models import Document, DocumentReading
from documents.serving import address_of, open_document, safe_headers
from tests.documents import files
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return UserFactory()


@pytest.fixture
def document():
    return take_in(
        io.BytesIO(files.pdf()),
        kind="address",
        household=None,
        child=None,
        uploader=None,
        name="Quittance d’Éloïse.pdf",
    )


async def gathered(pieces) -> bytes:
    return b"".join([piece async for piece in pieces])


def test_the_bytes_come_as_they_were_kept(document, reader):
    opening = open_document(document, reader)
    assert async_to_sync(gathered)(opening.pieces) == files.pdf()
    assert int(opening.headers["Content-Length"]) == len(files.pdf())


def test_a_door_streams_it_in_one_line(document, reader):
    opening = open_document(document, reader)
    response = StreamingHttpResponse(opening.pieces, headers=opening.headers)
    assert response.is_async
    assert response["Content-Type"] == "application/pdf"
    assert async_to_sync(gathered)(response) == files.pdf()


def test_every_opening_is_logged(document, reader):
    open_document(document, reader)
    open_document(document, reader, download=True)
    address_of(document, reader)
    other = UserFactory()
    open_document(document, other)
    readers = DocumentReading.objects.filter(document=document).values_list("reader", flat=True)
    assert list(readers) == [reader.pk, reader.pk, reader.pk, other.pk]


@pytest.mark.parametrize("state", [Document.State.QUARANTINE, Document.State.REFUSED])
def test_what_was_not_checked_is_never_served(reader, state):
    document = DocumentFactory(state=state)
    for serve in (open_document, address_of):
        with pytest.raises(Document.DoesNotExist):
            serve(document, reader)
    assert not DocumentReading.objects.exists()


def test_a_store_that_is_down_is_known_before_the_first_byte_and_nothing_is_logged(
    document, reader, dead_store
):
    with pytest.raises(store.StoreUnavailable):
        open_document(document, reader)
    assert not DocumentReading.objects.exists()


def test_a_lost_object_is_known_before_the_first_byte(document, reader):
    store.delete([document.storage_key])
    with pytest.raises(store.ObjectMissing):
        open_document(document, reader)


@pytest.mark.parametrize("kind", ["application/pdf", "image/jpeg", "image/png"])
def test_what_browsers_can_show_is_shown_in_place(kind):
    headers = safe_headers(DocumentFactory.build(content_type=kind, household=None))
    assert headers["Content-Type"] == kind
    assert headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/javascript", ""])
def test_an_unknown_type_is_only_ever_saved(kind):
    headers = safe_headers(DocumentFactory.build(content_type=kind, household=None))
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("kind", ["application/pdf", "image/jpeg", "text/html"])
@pytest.mark.parametrize("download", [True, False])
def test_nothing_can_run_load_or_be_kept_by_a_proxy(kind, download):
    document = DocumentFactory.build(content_type=kind, household=None)
    headers = safe_headers(document, download=download)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert ("sandbox" in policy) == (kind != "application/pdf")
    assert headers["Content-Disposition"].startswith("attachment") == (download or "html" in kind)


def test_odd_names_travel_encoded(document):
    document.name = 'Éloïse "x"\r\nSet-Cookie: a=b.pdf'
    value = safe_headers(document)["Content-Disposition"]
    assert value.startswith("inline; filename*=utf-8''%C3%89lo%C3%AFse")
    assert "\r" not in value
    assert "\n" not in value


def test_a_presigned_opening_gives_the_same_type_and_name(document, reader):
    address = address_of(document, reader, download=True)
    with urllib3.PoolManager(retries=False) as pool:
        answer = pool.request("GET", address)
    assert answer.data == files.pdf()
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == safe_headers(document, download=True)["Content-Disposition"]
