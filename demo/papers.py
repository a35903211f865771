"""Small real files for the demo's families: PDF papers, and photos of papers as a phone takes them.

Written by hand so that two hundred of them cost nothing; they pass the same checks as any upload.
"""

import io

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, TABLE = (250, 247, 238), (40, 44, 52), (121, 98, 77)


def pdf(title: str, lines: list[str]) -> bytes:
    """One A4 page: a title and lines of text, in a font that every reader has."""
    text = [f"BT /F1 16 Tf 60 760 Td ({_escaped(title)}) Tj ET"]
    text += [
        f"BT /F1 11 Tf 60 {715 - 20 * number} Td ({_escaped(line)}) Tj ET"
        for number, line in enumerate(lines)
    ]
    content = "\n".join(text).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    return _assembled(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: list[bytes]) -> bytes:
    """The objects behind a header, with the table of where each one starts."""
    written, places = io.BytesIO(), []
    written.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    for number, body in enumerate(objects, start=1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        written.write(b"%010d 00000 n \n" % place)
    written.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    written.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return written.getvalue()


def photo(title: str, lines: list[str], *, tilt: float = 0) -> bytes:
    """The same as a JPEG: a sheet on a table, a little askew."""
    sheet = Image.new("RGB", (480, 660), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((40, 50), title, INK, ImageFont.load_default(24))
    for number, line in enumerate(lines):
        pen.text((40, 110 + 30 * number), line, INK, ImageFont.load_default(17))
    table = Image.new("RGB", (600, 800), TABLE)
    mask = Image.new("L", sheet.size, 255).rotate(tilt, expand=True)
    table.paste(sheet.rotate(tilt, expand=True), (55, 60), mask)
    written = io.BytesIO()
    table.save(written, "JPEG", quality=70)
    return written.getvalue()
