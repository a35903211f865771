"""The languages' files: where they lie, how they are read, written and compiled."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deploy.local.places import clone_folder

# French is the source: its catalogue says only which of two forms goes with which number.
SOURCE, TRANSLATED = "fr", "en"
# No date and no names: the file changes only where a text does.
HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""


def path(language: str, root: Path | None = None) -> Path:
    """The file in which the language's texts are kept."""
    return (root or clone_folder()) / "locale" / language / "LC_MESSAGES" / "django.po"


def kept(language: str, root: Path | None = None) -> Catalog:
    """The catalogue as it is kept; empty when there is none yet."""
    file = path(language, root)
    if not file.exists():
        return Catalog(locale=language, fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file, in an order that moves no text when another changes."""
    output = BytesIO()
    write_po(
        output,
        catalog,
        width=100,
        omit_header=True,
        ignore_obsolete=True,
        sort_output=True,
        include_lineno=False,
    )
    return HEAD.format(plural=catalog.plural_forms).encode() + output.getvalue()


def texts(catalog: Catalog) -> Iterator[Message]:
    """Its messages, without the header."""
    return (message for message in catalog if message.id)


def compile_all(root: Path | None = None) -> None:
    """Write what Django reads, where it is older than what it is made of."""
    for language in (SOURCE, TRANSLATED):
        source = path(language, root)
        compiled = source.with_suffix(".mo")
        if not source.exists():
            continue
        if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Two commands of one clone may compile at once: the file is whole at any time.
        part = compiled.with_suffix(f".{os.getpid()}")
        with part.open("wb") as stream:
            write_mo(stream, kept(language, root))
        part.replace(compiled)
