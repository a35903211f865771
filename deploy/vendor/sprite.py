"""Gather the icons named in icons.txt into one sprite: sprite.py LUCIDE_STATIC_FOLDER > icons.svg.

The strokes and colours are left to the stylesheet, so that an icon takes the colour of its text.
"""

import re
import sys
from pathlib import Path


def symbol(name: str, source: str) -> str:
    """The drawing of one Lucide file as a <symbol>."""
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if shapes is None:
        raise ValueError(f"the icon {name} holds no <svg>")
    drawing = re.sub(r"\s*\n\s*", "", shapes[1])
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


# The site's own mark: a roof above the river. It is drawn here so that a page fetches one file.
MARK = (
    '<symbol id="mark" viewBox="0 0 36 36"><rect width="36" height="36" rx="9" fill="currentColor"'
    ' stroke="none"/><g stroke-width="2.4"><path d="M9 18.5 18 9.5l9 9v3.2"/>'
    '<path d="M9 18.5v3.2"/><path d="M7 27c2.2-2.4 5.2-2.4 7.4 0s5.2 2.4 7.4 0 5.2-2.4 7.2 0"/>'
    "</g></symbol>"
)


if __name__ == "__main__":
    icons = Path(sys.argv[1]) / "icons"
    names = Path(__file__).with_name("icons.txt").read_text().split()
    print("<!-- Lucide icons, ISC licence: see static/vendor/README.md -->")
    print('<svg xmlns="http://www.w3.org/2000/svg">')
    for name in names:
        print(symbol(name, (icons / f"{name}.svg").read_text()))
    print(MARK)
    print("</svg>")
