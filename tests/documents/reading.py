"""Reading a PDF as a screen reader or a copy-and-paste would."""

import io

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """All its words in reading order, each gap one space."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
