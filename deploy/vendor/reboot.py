"""Wrap Bootstrap's reboot in our layer: reboot.py BOOTSTRAP_REBOOT_CSS > static/css/reboot.css.

Its rules read a few --bs- variables; tokens.css gives them our values, so the block that
declares Bootstrap's own colours is left out.
"""

import re
import sys
from pathlib import Path

LAYERS = "@layer reboot, tokens, components, pages;"


def wrapped(css: str) -> str:
    """The stylesheet without its variables, in the layer `reboot`."""
    notice = re.match(r"/\*!.*?\*/", css, re.DOTALL)
    if notice is None:
        raise ValueError("no notice at the head: not the file that Bootstrap publishes")
    rules = css[css.index("*,\n*::before") :]
    rules = re.sub(r"/\*# sourceMappingURL.*?\*/", "", rules).strip()
    return f"{notice[0]}\n{LAYERS}\n@layer reboot {{\n{rules}\n}}"


if __name__ == "__main__":
    print(wrapped(Path(sys.argv[1]).read_text()))
