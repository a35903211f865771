"""The inbox's first page in a large town, against a minimal page and against a smaller town."""

from __future__ import annotations

import time
from http.client import HTTPConnection
from statistics import median
from typing import Any

from benchmarks import towns
from benchmarks.measure import percentile
from benchmarks.servers import BARE_PAGE, PORTAL, WebServer, served
from deploy.local.ports import HOST

GOALS = {"bare": 3, "small_town": 1.3, "bytes": 80_000, "queries": 12}
ROUNDS, WARM_UP = 150, 10


def measure(rounds: int = ROUNDS) -> dict[str, Any]:
    """The three servers in turn, request after request."""
    large = towns.of_size("town_large", families=10_000, cases=100_000, open_tasks=5_000)
    small = towns.of_size("town_small", families=1_000, cases=10_000, open_tasks=500)
    visits = {"large": towns.ask(large, VISITOR), "small": towns.ask(small, VISITOR)}
    page = {"DJANGO_SETTINGS_MODULE": "benchmarks.bare.page_settings", "DATABASE_URL": large}
    with (
        served(PORTAL, {"DATABASE_URL": large}) as portal,
        served(BARE_PAGE, page) as bare,
        served(PORTAL, {"DATABASE_URL": small}) as calm,
    ):
        browsers = {
            "large": Browser(portal, visits["large"].pop("cookie")),
            "bare": Browser(bare, ""),
            "small": Browser(calm, visits["small"].pop("cookie")),
        }
        browsers["bare"].cookie = browsers["large"].cookie
        for number in range(-WARM_UP, rounds):
            for browser in browsers.values():
                browser.look(keep=number >= 0)
    return _summary({name: browser.times for name, browser in browsers.items()}, visits)


VISITOR = "benchmarks.visitor"


class Browser:
    """Asks for the page again and again on one connection."""

    def __init__(self, server: WebServer, cookie: str) -> None:
        self.link = HTTPConnection(HOST, server.port, timeout=60)
        self.cookie, self.times = cookie, list[float]()

    def look(self, keep: bool) -> None:
        """One page, compressed as browsers ask for."""
        headers = {"Cookie": self.cookie, "Accept-Encoding": "gzip", "Accept-Language": "fr"}
        begun = time.perf_counter()
        self.link.request("GET", "/bureau/", headers=headers)
        answer = self.link.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1000
        if answer.status != 200 or not body:
            raise RuntimeError(f"no page: {answer.status}")
        if keep:
            self.times.append(took)


def _summary(times: dict[str, list[float]], visits: dict[str, Any]) -> dict[str, Any]:
    ms = {name: median(found) for name, found in times.items()}
    return {
        "ms": ms,
        "ms_p95": {name: percentile(found, 0.95) for name, found in times.items()},
        "towns": visits,
        "ratios": {
            "bare": ms["large"] / ms["bare"],
            "small_town": ms["large"] / ms["small"],
            "bytes": visits["large"]["bytes"],
            "queries": visits["large"]["queries"],
        },
        "goals": GOALS,
    }
