"""Every translatable text of the code and the templates, with the files it stands in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

# The rooms' own names, and what stands beside them without a text for people.
SILENT = {"tests", "benchmarks", "deploy", "locale", "static", "build", "var", "docs"}
LAZY = {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
AT_ONCE = {"now_": None}  # where `_` is the lazy one
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, **AT_ONCE}


def template(root: Path) -> Catalog:
    """The catalogue without a language: what there is to translate."""
    catalog = Catalog(fuzzy=False)
    for path in _files(root):
        for _line, text, comments, context in _texts(path):
            where = (path.relative_to(root).as_posix(), 0)  # lines move too often
            catalog.add(text, locations=[where], auto_comments=comments, context=context)
    return catalog


def hidden(root: Path) -> Iterator[str]:
    """Texts within f-strings: Python's tokenizer shows them from 3.12 on only."""
    for path in _files(root):
        if path.suffix == ".py":
            nodes = ast.walk(ast.parse(path.read_text()))
            strings = (node for node in nodes if isinstance(node, ast.JoinedStr))
            calls = (call for string in strings for call in ast.walk(string) if _translates(call))
            for call in calls:
                yield f"{path.relative_to(root)}: {ast.unparse(call)} stands in an f-string"


def _translates(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in KEYWORDS


def _files(root: Path) -> Iterator[Path]:
    """Python files and templates, in an order that does not depend on the machine."""
    rooms = (entry for entry in root.iterdir() if entry.is_dir() and _speaks(entry.name))
    for room in sorted(rooms):
        for path in sorted(room.rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def _speaks(name: str) -> bool:
    return not name.startswith(".") and name not in SILENT


def _texts(path: Path) -> Iterator[tuple]:
    source = path.read_text()
    if path.suffix != ".py":
        # Django replaces all that is not translatable by noise. Between brackets, Python's
        # tokenizer does not mind how the noise is indented.
        source = f"({templatize(source, origin=str(path))}\n)"
    code = BytesIO(source.encode())
    return extract("python", code, KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
