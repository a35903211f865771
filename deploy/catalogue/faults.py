"""What is wrong with the translations, one line a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

from deploy.catalogue.extraction import hidden, template
from deploy.catalogue.fitness import first, said, unfit
from deploy.catalogue.languages import SOURCE, TRANSLATED, kept, texts
from deploy.catalogue.upkeep import numbers_in_french


def faults(root: Path) -> list[str]:
    """Hidden, missing, uncertain, wrong and obsolete texts; empty when the catalogue is complete."""
    found = template(root)
    english = kept(TRANSLATED, root)
    return [
        *hidden(root),
        *_not_the_same(found, english, TRANSLATED),
        *_not_the_same(numbers_in_french(found), kept(SOURCE, root), SOURCE),
        *(f"{TRANSLATED}: {fault}" for message in texts(english) for fault in unfit(message)),
    ]


def _not_the_same(wanted: Catalog, has: Catalog, language: str) -> Iterator[str]:
    here, there = ({(m.context, first(m)): m for m in texts(c)} for c in (wanted, has))
    for key in here.keys() - there.keys():
        yield f"{language}: not in the catalogue: {said(here[key])}"
    for key in there.keys() - here.keys():
        yield f"{language}: obsolete: {said(there[key])}"
