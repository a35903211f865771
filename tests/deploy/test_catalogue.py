"""The translations: complete, fit for their texts, and used by Django."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils.translation import gettext, ngettext, override

from deploy.catalogue.extraction import template
from deploy.catalogue.faults import faults
from deploy.catalogue.fitness import unfit
from deploy.catalogue.languages import TRANSLATED, kept, path, written
from deploy.catalogue.upkeep import update
from deploy.local.places import clone_folder


def a_room(folder: Path, *words: str) -> Path:
    """A small project with these texts in its only room."""
    room = folder / "portal"
    room.mkdir()
    lines = [f"{{% translate '{word}' %}}" for word in words]
    (room / "page.html").write_text("<p>\n    <b>it's</b>\n  ".join(lines))
    (room / "rule.py").write_text('_("%(n)s place") % {"n": 1}\nngettext("%(n)s an", "ans", 2)\n')
    return folder


def translate(root: Path, **english: str | tuple[str, str]) -> None:
    """Give texts their English."""
    catalog = kept(TRANSLATED, root)
    for message in catalog:
        first = message.id[0] if isinstance(message.id, tuple) else message.id
        message.string = english.get(first, message.string)
    path(TRANSLATED, root).write_bytes(written(catalog))


def test_every_text_has_its_english():
    assert faults(clone_folder()) == []


def test_a_text_within_an_f_string_is_a_fault_whatever_the_python(tmp_path):
    root = a_room(tmp_path, "Enfant")
    (root / "portal/other.py").write_text("f\"{name}, {_('foyer')}\"\n")

    assert "portal/other.py: _('foyer') stands in an f-string" in faults(root)


def test_texts_of_code_and_templates_are_found_with_their_files(tmp_path):
    found = template(a_room(tmp_path, "Enfant", "L’âge"))
    places = {message.id: message.locations[0][0] for message in found if message.id}
    assert places == {
        "Enfant": "portal/page.html",
        "L’âge": "portal/page.html",
        "%(n)s place": "portal/rule.py",
        ("%(n)s an", "ans"): "portal/rule.py",
    }


def test_a_new_text_is_missing_until_it_is_translated(tmp_path):
    root = a_room(tmp_path, "Enfant")
    assert any("not in the catalogue: « Enfant »" in fault for fault in faults(root))
    assert update(root) == 3
    assert "en: not translated: « Enfant » (portal/page.html)" in faults(root)
    english = {"Enfant": "Child", "%(n)s place": "%(n)s place", "%(n)s an": ("a year", "years")}
    translate(root, **english)
    assert faults(root) == []
    assert update(root) == 0


def test_a_text_that_is_gone_is_obsolete_until_it_is_dropped(tmp_path):
    root = a_room(tmp_path, "Enfant")
    update(root)
    (root / "portal" / "page.html").write_text("")
    assert "en: obsolete: « Enfant » (portal/page.html)" in faults(root)
    update(root)
    assert not any("obsolete" in fault for fault in faults(root))


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("%(n)s places", "%(m)s places", "other placeholders (m, n)"),
        ("%(n)s places", "places", "other placeholders (n)"),
        (("%(n)s place", "%(n)s places"), ("one place", "places"), "other placeholders (n)"),
        ("<strong>%(n)s</strong>", "%(n)s", "other markup"),
        ("100 %%", "100 %", "other markup"),
    ],
)
def test_a_translation_that_would_break_its_page_is_a_fault(text, translation, fault):
    message = Message(text, translation, locations=[("portal/page.html", 0)])
    assert [words for words in unfit(message) if words.startswith(fault)]


def test_one_may_be_said_without_its_number():
    text, english = ("%(n)s place", "%(n)s places"), ("the last place", "%(n)s places")
    assert list(unfit(Message(text, english))) == []


def test_django_speaks_english_to_who_asks_for_it():
    with override("en"):
        assert gettext("Se connecter") == "Sign in"


def test_nothing_is_singular_in_french_and_plural_in_english():
    words = "dans %(n)d jour", "dans %(n)d jours"
    with override("fr"):
        assert ngettext(*words, 0) == "dans %(n)d jour"
    with override("en"):
        assert ngettext(*words, 0) == "in %(n)d days"
