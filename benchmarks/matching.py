"""The commission's matching: 10,000 children's wishes over 200 groups of places."""

from __future__ import annotations

from random import Random
from statistics import median
from typing import Any

from activities.admission.matching import Applicant, Option, Place, match
from benchmarks.measure import Spent, taken

CHILDREN, GROUPS, ROUNDS = 10_000, 200, 5
WEEK = (1, 2, 3, 4, 5)
RANKED = 5  # groups that each family ranks
GOAL = 2.0  # seconds, for the whole of it


def measure() -> dict[str, Any]:
    """Towns where three children ask for two places: with whole weeks, and with days of choice."""
    found = {}
    for name, whole_weeks in (("weeks", True), ("days", False)):
        spent, claims = Spent(), []
        for seed in range(ROUNDS):
            applicants, supply = town(seed, whole_weeks=whole_weeks)
            with taken(spent):
                done = match(applicants, supply)
            claims.append(len(done.claims))
        found[name] = {"seconds": [ms / 1000 for ms in spent.times], "unsettled": claims}
    return {
        **found,
        "wishes": CHILDREN * RANKED,
        "ratios": {
            "weeks": median(found["weeks"]["seconds"]),
            "days": median(found["days"]["seconds"]),
        },
        "goals": {"weeks": GOAL, "days": GOAL},
    }


def town(seed: int, *, whole_weeks: bool) -> tuple[list[Applicant], dict]:
    """Children with points that differ by group (brothers and sisters), some of the share."""
    rng = Random(seed)
    groups = [f"g{number}" for number in range(GROUPS)]
    supply = {}
    for group in groups:
        places = rng.randint(20, 45) if whole_weeks else rng.randint(12, 27)
        supply |= {(group, day): Place(places, places // 5) for day in WEEK}
    return [_child(rng, number, groups, whole_weeks) for number in range(CHILDREN)], supply


def _child(rng: Random, number: int, groups: list[str], whole_weeks: bool) -> Applicant:
    days = WEEK if whole_weeks else tuple(sorted(rng.sample(WEEK, rng.randint(1, 5))))
    points, near = rng.randint(0, 20), rng.randrange(GROUPS)
    ranked = [groups[(near + step) % GROUPS] for step in rng.sample(range(12), RANKED)]
    options = tuple(
        Option(group, tuple(((group, day), 1) for day in days), points + 4 * (rng.random() < 0.1))
        for group in ranked
    )
    return Applicant(
        f"c{number}",
        options,
        since=f"2026-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}",
        lot=rng.getrandbits(32),
        reserved=rng.random() < 0.15,
    )
