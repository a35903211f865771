"""What a page costs to load: all that came over the network, headers and compression included."""

from __future__ import annotations

from playwright.sync_api import Page


class Weight:
    """Counts from now on what a page fetches, in a browser that holds nothing in its cache."""

    def __init__(self, page: Page) -> None:
        self.parts: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.loadingFinished", self._end)

    @property
    def requests(self) -> int:
        """How many answers came from the network."""
        return len(self.parts)

    @property
    def bytes(self) -> int:
        """Their bytes, as they travelled."""
        return sum(self.parts.values())

    def __str__(self) -> str:
        heaviest = sorted(self.parts.items(), key=lambda part: -part[1])
        lines = [f"{size:>8} {url}" for url, size in heaviest]
        return "\n".join([f"{self.bytes} bytes in {self.requests} requests", *lines])

    def _begin(self, event: dict) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _end(self, event: dict) -> None:
        url = self._urls[event["requestId"]]
        if not url.startswith("data:"):
            self.parts[url] = int(event["encodedDataLength"])
