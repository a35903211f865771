"""The store: what it keeps, what it says when it cannot, and its presigned addresses."""

import time
import uuid
from dataclasses import replace

import pytest
import urllib3
from django.utils.timezone import now

from documents import store

PDF = "application/pdf"


@pytest.fixture
def key() -> str:
    return f"files/{uuid.uuid4().hex}"


def ask(method: str, address: str, body: bytes | None = None) -> urllib3.BaseHTTPResponse:
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request(method, address, body=body)


@pytest.mark.parametrize("size", [1, 70_000, 9 * 1024 * 1024])
def test_what_is_put_is_read_back(key, size):
    content = bytes(range(256)) * (size // 256 + 1)
    store.put(key, content, PDF)
    assert b"".join(store.read(key)) == content
    found = store.stat(key)
    assert found.size == len(content)
    assert abs((found.modified - now()).total_seconds()) < 120
    assert key in {kept.key for kept in store.kept_under("files/")}
    store.delete([key])
    with pytest.raises(store.ObjectMissing):
        store.stat(key)


async def test_it_is_read_piece_by_piece_without_blocking(key):
    content = b"x" * 200_000
    store.put(key, content, PDF)
    pieces = [piece async for piece in store.read_async(key)]
    assert b"".join(pieces) == content
    assert len(pieces) == 4
    assert max(map(len, pieces)) <= store.CHUNK


async def test_a_reader_who_leaves_in_the_middle_frees_the_connection(key):
    store.put(key, b"x" * 5_000_000, PDF)
    for _ in range(40):  # more than the pool holds
        pieces = store.read_async(key)
        assert await anext(pieces)
        await pieces.aclose()


def test_the_first_object_creates_the_bucket(settings, key):
    bucket = f"new-{uuid.uuid4().hex}"
    settings.DOCUMENT_STORE = replace(settings.DOCUMENT_STORE, bucket=bucket)
    store.put(key, b"first", PDF)
    store.ensure_bucket()
    assert b"".join(store.read(key)) == b"first"


def test_removing_what_is_not_there_is_no_error(key):
    store.delete([key])
    with pytest.raises(store.ObjectMissing):
        b"".join(store.read(key))


def test_a_missing_object_is_told_apart_from_a_dead_store(key):
    with pytest.raises(store.ObjectMissing, match="introuvable"):
        list(store.read(key))


def test_a_wrong_secret_is_the_same_one_error(settings, key):
    settings.DOCUMENT_STORE = replace(settings.DOCUMENT_STORE, secret_key="not-the-secret-at-all")
    with pytest.raises(store.StoreUnavailable):
        store.put(key, b"x", PDF)


VERBS = {
    "put": lambda: store.put("files/x", b"x", PDF),
    "read": lambda: list(store.read("files/x")),
    "stat": lambda: store.stat("files/x"),
    "list": lambda: list(store.kept_under("files/")),
    "delete": lambda: store.delete(["files/x"]),
    "bucket": store.ensure_bucket,
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_dead_store_says_so_at_once(dead_store, verb):
    began = time.monotonic()
    with pytest.raises(store.StoreUnavailable, match="Rien n’a été perdu"):
        VERBS[verb]()
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("verb", VERBS)
def test_a_silent_store_is_given_up(silent_store, verb):
    began = time.monotonic()
    with pytest.raises(store.StoreUnavailable):
        VERBS[verb]()
    assert time.monotonic() - began < 2


def test_nobody_waits_longer_than_three_seconds_for_a_word():
    assert max(store.CONNECT_SECONDS, store.ANSWER_SECONDS) <= 3


async def test_a_dead_store_says_so_to_asynchronous_readers_too(dead_store):
    with pytest.raises(store.StoreUnavailable):
        await anext(store.read_async("files/x"))


def test_a_presigned_address_gives_the_object_with_our_type_and_name(key):
    store.put(key, b"%PDF-", "application/octet-stream")
    address = store.address_to_read(
        key, content_type=PDF, disposition="inline; filename*=UTF-8''pi%C3%A8ce.pdf"
    )
    answer = ask("GET", address)
    assert (answer.status, answer.data) == (200, b"%PDF-")
    assert answer.headers["Content-Type"] == PDF
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''pi%C3%A8ce.pdf"


def test_a_presigned_address_serves_for_its_object_and_its_type_only(key):
    other = f"files/{uuid.uuid4().hex}"
    store.put(key, b"mine", PDF)
    store.put(other, b"another family's", PDF)
    address = store.address_to_read(key, content_type=PDF, disposition="inline")
    anonymous = address.partition("?")[0]
    for tampered in (
        address.replace(key, other),
        address.replace("application%2Fpdf", "text%2Fhtml"),
        address.replace("X-Amz-Expires=120", "X-Amz-Expires=604800"),
        anonymous,
        anonymous.replace(key, ""),
    ):
        assert tampered != address
        answer = ask("GET", tampered)
        assert answer.status in {400, 403}
        assert b"mine" not in answer.data
        assert b"another family" not in answer.data


def test_an_upload_address_writes_into_quarantine_only(key):
    name = uuid.uuid4().hex
    address = store.address_to_write(name)
    assert ask("PUT", address, b"to be checked").status == 200
    assert b"".join(store.read(store.QUARANTINE + name)) == b"to be checked"
    elsewhere = address.replace(store.QUARANTINE, "files/")
    assert ask("PUT", elsewhere, b"unchecked").status in {400, 403}
    with pytest.raises(store.ObjectMissing):
        store.stat(f"files/{name}")
