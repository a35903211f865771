"""The gallery shows every component, and what it shows obeys the rules of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Template
from django.test import RequestFactory
from django.test.signals import template_rendered

from look import gallery

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
SPRITE = (STATIC / "icons.svg").read_text()
UNKNOWN = "¿%s?"


@pytest.fixture(autouse=True)
def unknown_variables_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that nobody gave is written out, where it would else be silently empty."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNKNOWN)


def gallery_page() -> str:
    return gallery.components(RequestFactory().get("/")).content.decode()


def sample_page(name: str) -> str:
    return gallery.sample(RequestFactory().get("/"), name).content.decode()


def every_page() -> list[str]:
    return [gallery_page(), *map(sample_page, gallery.SAMPLES)]


def test_no_page_of_the_gallery_asks_for_an_unknown_variable() -> None:
    unknown = [found for page in every_page() for found in re.findall(r"¿.+?\?", page)]
    assert unknown == []


def test_no_page_of_the_gallery_carries_a_style_or_a_script_of_its_own() -> None:
    for page in every_page():
        assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)", page) == []


def test_each_id_is_given_once_a_page() -> None:
    for name in gallery.SAMPLES:
        given = re.findall(r'\sid="([^"]+)"', sample_page(name))
        assert sorted(given) == sorted(set(given))


def test_every_component_is_shown_in_the_gallery() -> None:
    drawn: set[str] = set()

    def note(template: Template, **_: object) -> None:
        drawn.add(str(template.name))

    template_rendered.connect(note)
    try:
        every_page()
    finally:
        template_rendered.disconnect(note)
    written = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}
    assert written - drawn == set()


def test_every_icon_that_a_template_or_an_event_names_is_in_the_sprite() -> None:
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        named |= set(re.findall(r'icon\.html" with name="([^"]+)"', text))
        named |= set(re.findall(r'\sicon="([^"]+)"', text))
    for path in Path(settings.BASE_DIR).glob("[a-z]*/**/*.py"):
        if "tests" not in path.parts:
            named |= set(re.findall(r'(?:"icon": |\bicon=)"([a-z0-9-]+)"', path.read_text()))
    assert {name for name in named if f'id="{name}"' not in SPRITE} == set()


def test_colours_are_written_in_the_tokens_only() -> None:
    for name in ("components", "forms", "cases", "portal", "desk"):
        rules = (STATIC / "css" / f"{name}.css").read_text()
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl\(", rules) == []


def test_every_value_that_a_stylesheet_uses_is_declared() -> None:
    sheets = "".join(path.read_text() for path in (STATIC / "css").glob("*.css"))
    declared = set(re.findall(r"(--[a-z0-9-]+):", sheets))
    vendored = set(re.findall(r"var\((--bs-[a-z0-9-]+)", sheets))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheets)) - vendored <= declared
