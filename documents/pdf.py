"""Letters as accessible PDF: tagged, in French, to be kept (PDF/UA-1 and PDF/A-2a), by Typst.

Data enters as JSON: no word of a parent ever becomes markup. Fonts are the project's own and
those that Typst carries, never the machine's.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst
from django.utils.timezone import now

from documents.letters import ActivationKey, Letter
from documents.letters.words import in_words

FOLDER = Path(__file__).parent / "letters"
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
# What the project's font can certainly draw: French, and its neighbours' Latin letters.
CERTAIN = {*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "€–—‘’“”…•\u202f")}
_one_at_a_time = Lock()  # a compiler serves one thread at a time; a letter takes milliseconds


def write(letter: Letter) -> bytes:
    """A letter as PDF."""
    data = asdict(letter)
    if isinstance(letter, ActivationKey):
        data["qr"] = letter.qr
    return render(letter.template, data)


def render(template_name: str, data: dict, *, lang: str = "fr") -> bytes:
    """The PDF of `letters/<template_name>.typ` filled with data (dates are put in words).

    A sign that no font of ours can draw (an emoji in a comment) becomes « ? » rather than
    preventing the letter.
    """
    said = _each_text({**data, "lang": lang}, _visible)
    try:
        return _compiled(template_name, said)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error) and "codepoint" not in str(error):
            raise
        return _compiled(template_name, _each_text(said, _certain))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same data, each of its texts changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(item, change) for item in value]
    return value


def _visible(text: str) -> str:
    """Composed letters, one line, without the invisible signs that the standards refuse."""
    composed = " ".join(unicodedata.normalize("NFC", text).splitlines())
    return "".join(c for c in composed if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})


def _certain(text: str) -> str:
    """Only signs that the project's font has for sure."""
    return "".join(c if ord(c) in CERTAIN else "?" for c in text)


def _compiled(template_name: str, said: dict) -> bytes:
    with _one_at_a_time:
        made = _compiler().compile(
            FOLDER / f"{template_name}.typ",
            format="pdf",
            sys_inputs={"data": json.dumps(said, default=in_words, ensure_ascii=False)},
            pdf_standards=[*STANDARDS],
            timestamp=now().replace(microsecond=0),
        )
    if not isinstance(made, bytes):
        raise TypeError("a letter is one PDF")
    return made


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process: it keeps the fonts and the templates read."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FOLDER / "fonts"])
    return typst.Compiler(root=FOLDER, font_paths=fonts)
