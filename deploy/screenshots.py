"""The README's pictures, taken from the demo town: `python -m deploy.screenshots URL`.

Run it beside `make demo`; it signs in by the demo's own buttons.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

HERE = Path(__file__).resolve().parent.parent / "docs" / "images"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@dataclass(frozen=True)
class Picture:
    """A page to take: who looks, on which screen, and the link to follow there."""

    name: str
    who: str
    size: ViewportSize
    address: str
    link: str = ""


PICTURES = (
    Picture("home-phone", "parent", PHONE, "/accueil/"),
    Picture("case-phone", "parent", PHONE, "/demarches/", ".row__title"),
    Picture("family", "parent", DESK, "/famille/"),
    Picture("desk", "agent", DESK, "/bureau/", "a[data-task]"),
    Picture("tower", "responsable", DESK, "/pilotage/"),
)


def main() -> int:
    """Take every picture; returns the exit code."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is needed: apt install chromium", file=sys.stderr)
        return 1
    HERE.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in PICTURES:
            take(browser, url, picture)
        browser.close()
    return 0


def take(browser: Browser, url: str, picture: Picture) -> None:
    """One picture: sign in, open the page, follow a link if there is one."""
    context = browser.new_context(viewport=picture.size, locale="fr-FR", base_url=url)
    page = context.new_page()
    enter(page, picture.who)
    page.goto(picture.address)
    if picture.link:
        page.locator(picture.link).first.click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{picture.name}.png")
    context.close()
    print(f"{picture.name}.png")


def enter(page: Page, who: str) -> None:
    """Sign in by the demo's button."""
    page.goto("/demo/")
    page.locator(f"form[action$='/entrer/{who}/'] button").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    sys.exit(main())
