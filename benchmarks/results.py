"""What a run found, kept in `results.json` and told in `results.md`."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

FOLDER = Path(__file__).parent
KEPT, TOLD = FOLDER / "results.json", FOLDER / "results.md"
# For each benchmark: what is held against a goal, and how it reads.
LINES = {
    "enrolment": {
        "ms": "time, portal / bare flow with the same rules",
        "statements": "statements, portal / bare flow with the same rules",
    },
    "live": {
        "p50": "message to the other socket, p50, portal / bare echo",
        "p99": "message to the other socket, p99, portal / bare echo",
        "lost": "messages lost",
        "memory": "memory of an idle socket, portal / bare echo",
    },
    "inbox": {
        "bare": "first page with 100,000 cases, portal / minimal page",
        "small_town": "first page, 100,000 cases / 10,000 cases",
        "bytes": "bytes of the page",
        "queries": "queries of the page",
    },
    "matching": {
        "weeks": "seconds, 10,000 children over 200 groups, whole weeks",
        "days": "seconds, 10,000 children over 200 groups, days of choice",
    },
}


def keep(name: str, found: dict[str, Any]) -> None:
    """Write one benchmark's figures beside those of the others."""
    known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    known[name] = {"at": datetime.now(UTC).isoformat(timespec="minutes"), **machine(), **found}
    KEPT.write_text(json.dumps(_rounded(known), indent=2, ensure_ascii=False) + "\n")
    parts = [told(each) for each in LINES if each in known]
    TOLD.write_text("\n\n".join(["# Results of the last run", *parts]) + "\n")


def told(name: str) -> str:
    """One benchmark's goals and what was found, as a table."""
    found = json.loads(KEPT.read_text())[name]
    rows = [
        f"| {words} | {value:,} | {goal:,} | {'yes' if value <= goal else '**no**'} |"
        for words, value, goal in _lines(name, found)
    ]
    head = f"## {name}\n\n{found['at']}, {found['machine']}; load before the end {found['load']}."
    return "\n".join([head, "", "| what | found | goal | kept |", "|---|---|---|---|", *rows])


def _lines(name: str, found: dict[str, Any]) -> list[tuple[str, float, float]]:
    if name == "enrolment":
        ratios, goal = found["ratios"], found["goal"]
        return [(words, ratios[of]["same_rules"], goal) for of, words in LINES[name].items()]
    return [
        (words, found["ratios"][key], found["goals"][key]) for key, words in LINES[name].items()
    ]


def machine() -> dict[str, Any]:
    """What it was measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0].split()[0]
    words = (
        f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, PostgreSQL {server} (fsync off)"
    )
    return {"machine": words, "load": round(os.getloadavg()[0], 1)}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return round(value, 2) if isinstance(value, float) else value
