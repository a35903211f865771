"""Bringing the languages' files in line with the source."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog

from deploy.catalogue.extraction import template
from deploy.catalogue.fitness import unfit
from deploy.catalogue.languages import SOURCE, TRANSLATED, kept, path, texts, written


def update(root: Path) -> int:
    """Add new texts, empty, and drop those that are gone; how many are left to translate.

    No guess from a text that looks alike: a wrong sentence is worse than none.
    """
    found = template(root)
    english = kept(TRANSLATED, root)
    english.update(found, no_fuzzy_matching=True)
    for language, catalog in ((TRANSLATED, english), (SOURCE, numbers_in_french(found))):
        file = path(language, root)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written(catalog))
    return sum(1 for message in texts(english) if next(unfit(message), None))


def numbers_in_french(found: Catalog) -> Catalog:
    """Both forms of each text with a number: French says « 0 place » where English has a plural."""
    french = Catalog(locale=SOURCE, fuzzy=False)
    for message in texts(found):
        if message.pluralizable:
            french.add(
                message.id, tuple(message.id), locations=message.locations, context=message.context
            )
    return french
