"""What templates need beside includes: parts that hold other parts, and French wording."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from look import sheets, words

register = template.Library()

register.simple_tag(sheets.address, name="sheet")
register.filter("day", words.day_in_words)
register.filter("hour", words.hour_in_words)
register.filter("due", words.due_in_words)
register.filter("is_late", words.is_late)
register.filter("euros", words.euros)
register.filter("initials", words.initials)


@register.filter
def up_to(number: int) -> range:
    """1, 2 … number, to draw one mark for each."""
    return range(1, int(number) + 1)


@register.filter
def share_of(value: float, whole: float) -> str:
    """A part of a whole as an SVG width; `0%` of nothing."""
    return f"{min(100, 100 * float(value) / float(whole)):.1f}%" if whole else "0%"


def _holding(name: str) -> None:
    """Register `{% name … %}content{% endname %}`, drawn by components/name.html."""

    def part(content: SafeString, **parameters: Any) -> SafeString:
        return render_to_string(f"components/{name}.html", {**parameters, "content": content})

    register.simple_block_tag(part, name=name)


for _name in ("card", "section", "turn", "notice", "confirm", "difference"):
    _holding(_name)
