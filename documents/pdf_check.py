"""What a PDF must not hold before the town keeps it.

Checked: the file begins with a PDF header and ends with a trailer (a truncated upload is
refused), is not encrypted, and no name of an active part (JavaScript, program launch, embedded
or attached file, rich media, XFA form) stands in it, neither in the open nor in its compressed
object streams, with names written plainly or with #xx escapes.

Not checked: whether each page can be drawn, what ordinary compressed content (drawings, fonts,
pictures) holds, and faults aimed at one viewer. That is why documents are also served with a
fixed type and a policy that lets nothing run (`documents.serving`).
"""

import re
import zlib

from documents import refusal

ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|XFA|ImportData|SubmitForm)"
    rb"(?![A-Za-z0-9])"
)
ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
STREAM_START = re.compile(rb"stream\r?\n")
PLAIN_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\s*(?:\]|/|>>)")
TAIL, DICTIONARY = 2048, 1024
MOST_INFLATED = 32 * 1024 * 1024


def check(content: bytes) -> None:
    """Raise the refusal that fits, or return."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-TAIL:]:
        raise refusal.unreadable()
    plain = _with_plain_names(content)
    if ENCRYPTED.search(plain):
        raise refusal.locked_pdf()
    if ACTIVE.search(plain) or any(ACTIVE.search(part) for part in _object_streams(plain, content)):
        raise refusal.active_pdf()


def _with_plain_names(content: bytes) -> bytes:
    """The same bytes with `/J#61vaScript` written `/JavaScript`."""
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _object_streams(plain: bytes, content: bytes) -> list[bytes]:
    """What the file's compressed object streams hold, inflated within a bound."""
    if not OBJECT_STREAM.search(plain):
        return []
    parts, left = [], MOST_INFLATED
    for start in STREAM_START.finditer(content):
        dictionary = _with_plain_names(content[max(0, start.start() - DICTIONARY) : start.start()])
        dictionary = dictionary.rpartition(b" obj")[2]
        if not OBJECT_STREAM.search(dictionary):
            continue
        part = _inflated(dictionary, content[start.end() :], left)
        left -= len(part)
        parts.append(_with_plain_names(part))
    if not parts:  # it speaks of object streams, and hides where they are
        raise refusal.unreadable()
    return parts


def _inflated(dictionary: bytes, data: bytes, bound: int) -> bytes:
    """One object stream's content; refused when it is packed in a way that we do not read."""
    if b"/Filter" not in dictionary:
        return data.partition(b"endstream")[0]
    if not PLAIN_FLATE.search(dictionary):
        raise refusal.unreadable()
    try:
        part = zlib.decompressobj().decompress(data, bound)
    except zlib.error:
        raise refusal.unreadable() from None
    if len(part) >= bound:
        raise refusal.unreadable()
    return part
