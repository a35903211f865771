"""What a PDF must not hold before the town keeps it.

Checked: the file begins with a PDF header and ends with a trailer (a truncated upload is
refused), is not encrypted, and no name of an active part (JavaScript, program launch, embedded
or attached file, rich media, XFA form) stands in it, neither in the open nor in its compressed
object streams, with names written plainly or with #xx escapes.

Object streams that are not simply deflated are refused: hardly any writer makes them.

Not checked: whether each page can be drawn, what ordinary compressed content (drawings, fonts,
pictures) holds, and faults aimed at one viewer. That is why documents are also served with a
fixed type and a policy that lets nothing run (`documents.serving`). This is a sieve, not a
PDF parser: what is written against the grammar to mislead it may pass.
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
NAMED_SO = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
OBJECT_STREAM = re.compile(rb"/(?:ObjStm|First)(?![A-Za-z0-9])")  # one viewer asks for no type
STREAM_START = re.compile(rb"(?<!end)stream\r?\n")
PLAIN_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\s*(?:\]|/|>>)")
TAIL = 2048
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
    """What the file's compressed object streams hold, inflated within a bound.

    Refuses the file when it names more object streams than we found.
    """
    parts: list[bytes] = []
    left, after = MOST_INFLATED, 0
    for start in STREAM_START.finditer(content):
        if start.start() < after:  # inside the data of the stream before
            continue
        before = max(after, content.rfind(b"endobj", after, start.start()))
        dictionary = _with_plain_names(content[before : start.start()])
        end = content.find(b"endstream", start.end())
        if end < 0:
            raise refusal.unreadable()
        after = end
        if OBJECT_STREAM.search(dictionary):
            part = _unpacked(dictionary, content[start.end() : end], left)
            left -= len(part)
            parts.append(_with_plain_names(part))
    if len(parts) < len(NAMED_SO.findall(plain)):
        raise refusal.unreadable()
    return parts


def _unpacked(dictionary: bytes, data: bytes, bound: int) -> bytes:
    """One object stream's content; refused when it is packed in a way that we do not read."""
    if not PLAIN_FLATE.search(dictionary):
        raise refusal.unreadable()
    packed = zlib.decompressobj()
    try:
        part = packed.decompress(data, max(bound, 1))
    except zlib.error:
        raise refusal.unreadable() from None
    if not packed.eof:
        raise refusal.unreadable()
    return part
