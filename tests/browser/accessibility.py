"""What axe-core finds in a page. It is evaluated, not added as a script: the CSP stays whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Error, Page

TRIES = 4
RUN = """() => axe.run({resultTypes: ["violations"]}).then((result) => result.violations.flatMap(
  (fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 160)}`)))"""


@cache
def _axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


def faults(page: Page) -> list[str]:
    """Each fault with the element that has it; empty when axe finds nothing.

    A page that was left while axe looked at it is looked at once it has come.
    """
    for _look in range(TRIES):
        page.wait_for_load_state()
        try:
            page.evaluate(_axe())
            return page.evaluate(RUN)
        except Error as error:
            left = error
    raise left
