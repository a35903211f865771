"""The name under which people see a file."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.naming import display_name

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("facture.pdf", "facture.pdf"),
        ("Facture EDF n° 3.PDF", "Facture EDF n° 3.pdf"),
        ("Éloïse_œuvre’d’été.pdf", "Éloïse_œuvre’d’été.pdf"),
        ("E\u0301loi\u0308se.pdf", "Éloïse.pdf"),
        ("facture.pdf.exe", "facture.pdf"),
        ("photo.HEIC", "photo.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Camille\\scan.pdf", "scan.pdf"),
        ("fdp.\u202eexe.cod", "fdp.exe.pdf"),
        ('a"b<c>d;e%f?.pdf', "a b c d e f.pdf"),
        ("un\r\nSet-Cookie: x.pdf", "un Set-Cookie x.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("   ", "Pièce.pdf"),
        ("", "Pièce.pdf"),
        ("\x00\x07", "Pièce.pdf"),
        ("李小龙.pdf", "李小龙.pdf"),
        ("a" * 300 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_a_name_is_tidied(sent, shown):
    assert display_name(sent, PDF, "Pièce") == shown


def test_the_extension_is_what_the_file_is():
    assert display_name("x.pdf", "image/jpeg", "Pièce") == "x.jpg"
    assert display_name("x.jpg", "image/png", "Pièce") == "x.png"


@given(st.text(max_size=300))
def test_any_name_becomes_one_short_visible_line(sent):
    shown = display_name(sent, PDF, "Pièce")
    assert shown.endswith(".pdf")
    assert len(shown) <= 124
    assert not set(shown) & set('/\\<>:"|?*;%')
    assert all(unicodedata.category(c)[0] != "C" and c != "\n" for c in shown)
