"""Taking documents in: what is kept, what is refused, what is left out."""

import hashlib
import io
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from documents import store
from documents.inspection import inspect
from documents.intake import take_in
from documents.models import Document
from documents.refusal import RefusedFile
from documents.sweep import sweep
from tests.documents import files
from tests.factories.accounts import UserFactory
from tests.factories.family import ChildFactory, HouseholdFactory


def taken(content: bytes, name: str = "scan.pdf", kind: str = "address", **fields) -> Document:
    given_fields = {"household": None, "child": None, "uploader": None} | fields
    return take_in(io.BytesIO(content), kind=kind, name=name, **given_fields)


def refused(content: bytes) -> str:
    """The code of the refusal; fails when the file is taken."""
    with pytest.raises(RefusedFile) as caught:
        inspect(io.BytesIO(content))
    return caught.value.code


def kept(document: Document) -> bytes:
    return b"".join(store.read(document.storage_key))


@pytest.mark.django_db
def test_a_document_is_kept_whole_with_its_row():
    household, user = HouseholdFactory(), UserFactory()
    child = ChildFactory(homes=[household])
    document = taken(files.pdf(), household=household, child=child, uploader=user)
    document.refresh_from_db()
    assert kept(document) == files.pdf()
    assert document.sha256 == hashlib.sha256(files.pdf()).hexdigest()
    assert document.size == len(files.pdf())
    assert (document.household, document.child, document.uploaded_by) == (household, child, user)
    assert document.state == Document.State.CHECKED
    assert document.valid_until is not None


@pytest.mark.django_db
def test_the_key_in_the_store_tells_nothing():
    household = HouseholdFactory(name="Foyer Lefèvre")
    first = taken(files.pdf(), name="Lefèvre Lina.pdf", household=household)
    second = taken(files.pdf(), name="Lefèvre Lina.pdf", household=household)
    assert first.storage_key != second.storage_key
    assert first.storage_key.removeprefix("files/").isalnum()
    assert "lef" not in first.storage_key.lower()


@pytest.mark.django_db
def test_a_photo_loses_its_place_and_is_turned_upright():
    document = taken(files.photo_with_place(), name="IMG_2041.HEIC")
    content = kept(document)
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 60)
        assert "comment" not in picture.info
    for trace in (b"Exif", b"Camille", b"Lilas"):
        assert trace in files.photo_with_place()
        assert trace not in content
    assert document.content_type == "image/jpeg"
    assert document.name == "IMG_2041.jpg"


@pytest.mark.parametrize(("sent", "becomes"), [("WEBP", "JPEG"), ("PNG", "PNG"), ("JPEG", "JPEG")])
def test_pictures_become_what_every_screen_shows(sent, becomes):
    inspected = inspect(io.BytesIO(files.photo(sent)))
    with Image.open(io.BytesIO(inspected.content)) as picture:
        assert picture.format == becomes
        assert picture.size == (60, 40)
    assert inspected.content_type == f"image/{becomes.lower()}"


def test_what_is_transparent_becomes_paper():
    content = files.photo("WEBP", mode="RGBA", colour=(0, 0, 0, 0))
    with Image.open(io.BytesIO(inspect(io.BytesIO(content)).content)) as picture:
        assert picture.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "I;16", "LA"])
def test_pictures_of_every_mode_are_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert inspect(io.BytesIO(files.photo(kind, mode=mode, colour=0))).content


def test_a_huge_photo_is_made_a_sensible_size():
    inspected = inspect(io.BytesIO(files.photo(size=(4800, 3600))))
    with Image.open(io.BytesIO(inspected.content)) as picture:
        assert picture.size == (3508, 2631)


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04 a whole archive"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hides_behind_a_picture_is_left_out(kind, tail):
    assert tail not in inspect(io.BytesIO(files.photo(kind) + tail)).content


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"MZ\x90\x00\x03\x00\x00\x00 this program cannot be run",
        b"\x7fELF\x02\x01\x01",
        b"PK\x03\x04\x14\x00\x06\x00 word/document.xml",
        b"#!/bin/sh\nrm -rf /",
        b"GIF89a\x01\x00\x01\x00",
        b"\xef\xbb\xbf<?php ?>",
        b"bonjour",
        b"\x00",
    ],
)
def test_another_type_renamed_pdf_is_refused_with_what_to_do(content):
    assert refused(content) == "wrong_type"
    with pytest.raises(ValidationError, match="Envoyez un PDF ou une photo"):
        taken(content, name="facture.pdf")


def test_an_empty_file_is_refused():
    assert refused(b"") == "empty"


def test_a_heavy_file_is_refused_and_the_limit_itself_is_taken(settings):
    settings.DOCUMENT_MAX_BYTES = len(files.pdf())
    assert inspect(io.BytesIO(files.pdf())).content == files.pdf()
    assert refused(files.pdf() + b"\n") == "too_big"


def test_the_limit_is_said_in_megabytes(settings):
    settings.DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
    with pytest.raises(RefusedFile) as caught:
        inspect(io.BytesIO(b"%PDF-" + bytes(settings.DOCUMENT_MAX_BYTES)))
    assert "10\u00a0Mo" in caught.value.messages[0]


def test_no_more_than_the_limit_is_read(settings):
    settings.DOCUMENT_MAX_BYTES = 1000

    class Endless(io.BytesIO):
        def read(self, size=-1):
            assert 0 < size <= 1001
            return b"%PDF-" + bytes(size - 5)

    with pytest.raises(RefusedFile):
        inspect(Endless())


def test_an_iphone_photo_is_refused_with_advice():
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
    assert refused(heic) == "heic"


def test_a_picture_that_would_fill_the_memory_is_refused():
    bomb = files.photo("PNG", size=(12000, 12000), mode="1", colour=0)
    assert len(bomb) < 100_000
    assert refused(bomb) == "too_large_picture"


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.95])
def test_a_cut_upload_is_refused(cut):
    for whole in (files.photo("PNG", size=(500, 500)), files.pdf_with(b"%" + bytes(5000))):
        assert refused(whole[: int(len(whole) * cut)]) == "unreadable"


@pytest.mark.parametrize(
    "action",
    [
        b"/S /JavaScript /JS (app.alert(1))",
        b"/S /J#61vaScript /JS (app.alert(1))",
        b"/S/#4a#61#76#61#53#63#72#69#70#74/JS(app.alert(1))",
        b"/S /Launch /F (cmd.exe)",
        b"/Type /EmbeddedFile",
        b"/Names << /EmbeddedFiles 9 0 R >>",
        b"/Subtype /FileAttachment",
        b"/Subtype /RichMedia",
        b"/XFA 9 0 R",
    ],
)
def test_a_pdf_that_does_things_is_refused_in_the_open_and_packed(action):
    actor = b"<< " + action + b" >>"
    assert refused(files.pdf_with(b"8 0 obj\n" + actor + b"\nendobj\n")) == "active_pdf"
    assert refused(files.pdf_with(files.object_stream(b"8 0 " + actor))) == "active_pdf"


@pytest.mark.parametrize(
    "dictionary",
    [
        b"/Type /ObjStm" + b" " * 5000 + b"/Filter /FlateDecode",
        b"/Type /ObjStm /Filter/FlateDecode",
        b"/Type /ObjStm /Filter [ /FlateDecode ]",
        b"/Filter /FlateDecode",  # no type at all
    ],
)
def test_a_program_packed_in_an_odd_object_stream_is_found(dictionary):
    stream = files.object_stream(b"8 0 << /S /JavaScript >>", dictionary)
    assert refused(files.pdf_with(stream)) == "active_pdf"


def test_checking_a_hostile_pdf_takes_no_time():
    half = 2 * 1024 * 1024
    for filler in (b"stream\n", b"<< /ObjStm\nstream\n", b"#", b"/ObjStm obj endobj ", b"/First "):
        began = time.process_time()
        with suppress(RefusedFile):
            inspect(io.BytesIO(files.pdf_with(filler * (half // len(filler)))))
        assert time.process_time() - began < 2


def test_object_streams_with_nothing_active_are_taken():
    packed = files.pdf_with(files.object_stream(b"8 0 << /Type /Font >>"))
    assert inspect(io.BytesIO(packed)).content == packed


@pytest.mark.parametrize(
    "stream",
    [
        files.object_stream(b"8 0 << >>", b"/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]"),
        files.object_stream(b"8 0 << >>", b"/Type /ObjStm /Filter /LZWDecode"),
        files.object_stream(b"8 0 << >>", b"/Type /O#62jStm /Filter 12 0 R"),
        b"7 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\nnot zlib\nendstream\nendobj\n",
        b"7 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\n% and no stream\n",
        files.object_stream(b"8 0 << >>", b"/Type /ObjStm %stream\n /Filter /FlateDecode"),
    ],
)
def test_objects_packed_so_that_we_cannot_look_are_refused(stream):
    assert refused(files.pdf_with(stream)) == "unreadable"


def test_an_object_stream_that_swells_without_end_is_refused():
    assert refused(files.pdf_with(files.object_stream(bytes(40 * 1024 * 1024)))) == "unreadable"


def test_a_protected_pdf_is_refused():
    assert refused(files.pdf_with(trailer=b"/Encrypt 9 0 R")) == "locked_pdf"


@pytest.mark.django_db
def test_a_page_inside_a_pdf_header_is_kept_as_a_pdf_and_nothing_else():
    document = taken(files.pdf_with(b"% <html><script>alert(1)</script>"), name="page.html")
    assert (document.content_type, document.name) == ("application/pdf", "page.pdf")


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_taken_or_refused_in_words(content):
    try:
        inspect(io.BytesIO(content))
    except RefusedFile as refusal:
        assert refusal.messages[0].endswith(".")


@given(
    original=st.sampled_from([files.photo(k) for k in ("JPEG", "PNG", "WEBP", "PDF")]),
    at=st.floats(0, 1),
    put=st.binary(max_size=40),
    cut=st.integers(0, 60),
)
@settings(max_examples=250, deadline=None)
def test_spoilt_files_are_taken_or_refused_in_words(original, at, put, cut):
    place = int(len(original) * at)
    spoilt = original[:place] + put + original[place + cut :]
    try:
        inspected = inspect(io.BytesIO(spoilt))
    except RefusedFile as refusal:
        assert refusal.messages[0].endswith(".")
    else:
        assert inspected.content_type in {"application/pdf", "image/jpeg", "image/png"}


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_row_and_the_sweep_clears_the_object():
    with pytest.raises(RuntimeError), transaction.atomic():
        key = taken(files.pdf()).storage_key
        raise RuntimeError("the act failed after the upload")
    assert not Document.objects.exists()
    assert store.stat(key).size
    sweep(age=timedelta(seconds=-60))
    with pytest.raises(store.ObjectMissing):
        store.stat(key)


@pytest.mark.django_db
def test_no_row_is_made_when_the_store_does_not_answer(dead_store):
    with pytest.raises(store.StoreUnavailable):
        taken(files.pdf())
    assert not Document.objects.exists()
