"""Somebody who has a keyboard and no mouse: each key moves a focus that can be seen."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from playwright.sync_api import FileChooser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

FARTHEST = 120  # keys pressed before one gives up looking for something
SCROLLED_WITHIN = 3.0  # seconds

# What has the focus, and whether a ring of two pixels or more is drawn: around it, or around the
# label, row or card that stands for it.
LOOK = """() => {
  const here = document.activeElement;
  const box = here.getBoundingClientRect();
  const ring = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const around = [here];
  while (around.length < 5 && around.at(-1).parentElement) around.push(around.at(-1).parentElement);
  return {
    lost: here === document.body || here === document.documentElement,
    what: `${here.tagName.toLowerCase()} « ${(here.innerText || here.name || here.id).slice(0, 60)} »`,
    ringed: around.some(ring),
    on_screen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
IS_FOCUSED = "element => element === document.activeElement"


class Keyboard:
    """The keyboard of one page; it never clicks, and never puts the focus anywhere itself."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type where the focus is."""
        self.look()
        self.page.keyboard.type(text)

    def look(self) -> None:
        """The focus is somewhere, on the screen, and can be seen."""
        deadline = monotonic() + SCROLLED_WITHIN
        seen = self.page.evaluate(LOOK)
        while not seen["on_screen"] and monotonic() < deadline:  # the page scrolls smoothly
            self.page.wait_for_timeout(50)
            seen = self.page.evaluate(LOOK)
        assert not seen["lost"], f"the focus is lost on {self.page.url}"
        assert seen["ringed"], f"no ring around {seen['what']} on {self.page.url}"
        assert seen["on_screen"], f"{seen['what']} has the focus out of sight on {self.page.url}"

    def go_to(self, wanted: Locator, key: str = "Tab") -> None:
        """Press Tab (or another key) until this has the focus, looking at each stop."""
        expect(wanted).to_be_attached()
        for _step in range(FARTHEST):
            if wanted.evaluate(IS_FOCUSED):
                self.look()
                return
            self.press(key)
            if self._is_in_the_page():
                self.look()
        raise AssertionError(f"{key} never comes to {wanted} on {self.page.url}")

    def _is_in_the_page(self) -> bool:
        """After the last stop of a page, Tab goes once around the browser itself."""
        return self.page.evaluate("document.activeElement !== document.body")

    def use(self, name: str, role: str = "button", within: str = "body") -> None:
        """Go to a button or a link by its name, and press Enter."""
        found = self.page.locator(within).get_by_role(role, name=name)
        self.go_to(found.first)
        self.press("Enter")

    def tick(self, label: str, within: str = "body", *, ticked: bool = True) -> None:
        """Go to a box, and tick it or not by the space bar."""
        box = self.page.locator(within).get_by_label(label, exact=True)
        self.go_to(box)
        if box.is_checked() != ticked:
            self.press("Space")
        expect(box).to_be_checked(checked=ticked)

    def choose(self, label: str) -> None:
        """Go to a group of choices, and to one of them by the arrows."""
        wanted = self.page.get_by_label(label)
        self.go_to(self.page.get_by_role("radio").first)
        self.press("Space")
        for _step in range(FARTHEST):
            if wanted.is_checked():
                return self.look()
            self.press("ArrowDown")
        raise AssertionError(f"the arrows never come to {label}")

    def fill(self, label: str, text: str, within: str = "body") -> None:
        """Go to a field and type."""
        self.go_to(self.page.locator(within).get_by_label(label))
        self.write(text)

    @contextmanager
    def stays(self, part: str) -> Iterator[None]:
        """While the page changes by itself, the focus stays inside of this part."""
        assert self._inside(part), f"the focus was not in {part}"
        yield
        assert self._inside(part), f"the focus left {part} when it was drawn anew"
        self.look()

    def _inside(self, part: str) -> bool:
        return self.page.locator(part).evaluate("part => part.contains(document.activeElement)")

    def choose_file(self, field: Locator) -> FileChooser:
        """Go to a file's field and open the chooser.

        Pressed again, as anybody would, when the part was drawn anew under the key.
        """
        for _press in range(5):
            self.go_to(field)
            with suppress(TooLate), self.page.expect_file_chooser(timeout=5000) as opened:
                self.press("Enter")
                return opened.value
        raise AssertionError(f"no chooser opens from {field}")
