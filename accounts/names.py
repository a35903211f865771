"""How names are compared, in Python and in SQL alike: no accents, no capitals, no ligatures.

`folded` keeps the words apart, to search; `plain` keeps letters and figures only, to match.
« Léa-Maïté O’Neil » is « lea maite o neil » and « leamaiteoneil ».
"""

import re
import unicodedata
from typing import Any

from django.db.models import CharField, F, Func, TextField, Value
from django.db.models.functions import Lower, Replace

LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
APART = "-'’.·"  # what SQL reads as a space; Python knows every mark


def folded(text: str) -> str:
    """Text as one searches it: its words, bare."""
    text = text.casefold()
    for drawn, letters in LIGATURES.items():
        text = text.replace(drawn, letters)
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def plain(text: str) -> str:
    """Letters and figures alone."""
    return re.sub(r"[^a-z0-9]", "", folded(text))


def _accented() -> dict[str, str]:
    """Every accented letter of the European alphabets, with its bare one."""
    letters = (chr(code) for code in range(0xC0, 0x250))
    bare = {c: unicodedata.normalize("NFKD", c)[0] for c in letters if c.islower()}
    return {c: base for c, base in bare.items() if base.isascii()}


class Folded(Func):
    """`folded` in SQL, with `translate` alone: no extension to install."""

    function = "translate"
    output_field: Any = CharField()

    def __init__(self, name: str) -> None:
        pairs = _accented()
        bare = "".join(pairs.values()) + " " * len(APART)
        text: Any = Lower(F(name))
        for drawn, letters in LIGATURES.items():
            text = Replace(text, Value(drawn), Value(letters))
        super().__init__(text, Value("".join(pairs) + APART), Value(bare))


class Plain(Func):
    """`plain` in SQL."""

    template = "regexp_replace(%(expressions)s, '[^a-z0-9]', '', 'g')"
    output_field: Any = TextField()

    def __init__(self, name: str) -> None:
        super().__init__(Folded(name))
