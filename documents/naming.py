"""The name under which people see a file: theirs, without what could deceive or break a page."""

import re
import unicodedata
from pathlib import PurePosixPath

EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
LONGEST = 120
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
FORBIDDEN = re.compile(r'[<>:"/\\|?*%;]')


def display_name(name: str, content_type: str, fallback: str) -> str:
    """The sender's name for the file, tidied, with the extension of what the file really is.

    Control characters and those that turn the reading direction (« cod.exe » shown as
    « exe.doc ») are dropped with every other invisible character.
    """
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = unicodedata.normalize("NFC", stem)
    stem = "".join(" " if c.isspace() else c for c in stem)
    stem = "".join(c for c in stem if unicodedata.category(c)[0] != "C")
    stem = SUFFIX.sub("", FORBIDDEN.sub(" ", stem))
    extension = EXTENSIONS[content_type]
    stem = stem.removesuffix(extension)
    stem = re.sub(r"\s+", " ", stem).strip(" .-_")[:LONGEST].rstrip(" .-_")
    return (stem or fallback) + extension
