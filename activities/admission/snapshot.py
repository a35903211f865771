"""What went into a computation of the commission, as JSON keeps it, and computing it (again).

Everything that the outcome depends on is in the snapshot: seats, criteria, situations, days,
dates and the seed of the lots. No record is read.
"""

from collections import Counter
from datetime import date
from hashlib import sha256
from typing import Any

from activities.admission.criteria import ScoreLine, Situation, Worth, score, total
from activities.admission.matching import Applicant, Matching, Option, Place, Seat, match


def compute(inputs: dict[str, Any]) -> Matching:
    """The matching of a snapshot; the same one each time."""
    supply = {
        (str(group), day): Place(places, reserved)
        for group, day, places, reserved in inputs["seats"]
    }
    return match(_together([(_child(inputs, row), row) for row in inputs["requests"]]), supply)


def outcome_of(matching: Matching) -> dict[str, Any]:
    """Who is placed in which group, by request, and what the matching could not settle."""
    given: dict[str, int | None] = {}
    for key in matching.applicants:
        option = matching.option(key)
        given |= groups_in(option.name) if option else dict.fromkeys(key.split("+"))
    claims = [[key, matching.applicants[key].options[rank].name] for key, rank in matching.claims]
    return {"given": dict(sorted(given.items())), "claims": claims}


def groups_in(name: str) -> dict[str, int | None]:
    """The group of each request, from an option's name."""
    pairs = (pair.split(":") for pair in name.split(","))
    return {request: int(group) for request, group in pairs}


def lines_of(inputs: dict[str, Any], row: dict[str, Any], facility: str) -> list[ScoreLine]:
    """The points that a request has at a facility, by the criteria of the snapshot."""
    worths = [Worth(*worth) for worth in inputs["criteria"]["worths"]]
    day = date.fromisoformat(inputs["day"])
    return score(Situation.of(row["situation"]), worths, facility=facility, day=day)


def lot(seed: int, key: str) -> int:
    """What the draw gives a request: nobody can choose it, anybody can check it."""
    return int(sha256(f"{seed}:{key}".encode()).hexdigest()[:12], 16)


def key_of(matching: Matching, request: str) -> str:
    """The applicant that a request is in: itself, or with brothers and sisters."""
    return next(key for key in matching.applicants if request in key.split("+"))


def _child(inputs: dict[str, Any], row: dict[str, Any]) -> Applicant:
    options = tuple(
        Option(
            f"{row['key']}:{wish['group']}",
            tuple(((str(wish["group"]), day), 1) for day in row["weekdays"]),
            total(lines_of(inputs, row, wish["facility"])),
        )
        for wish in row["wishes"]
    )
    return Applicant(
        row["key"],
        options,
        since=row["situation"]["requested_on"],
        lot=lot(inputs["seed"], row["key"]),
        reserved=Situation.of(row["situation"]).returns_to_work,
    )


Asking = tuple[Applicant, dict[str, Any]]  # a child, and its row of the snapshot


def _together(children: list[Asking]) -> list[Applicant]:
    """Brothers and sisters who ask to be together, as one applicant; the others alone."""
    homes: dict[int, list[Asking]] = {}
    found = []
    for child, row in children:
        if row["together"]:
            homes.setdefault(row["household"], []).append((child, row))
        else:
            found.append(child)
    for family in homes.values():
        facilities = _shared(family) if len(family) > 1 else []
        found += [_as_one(family, facilities)] if facilities else [child for child, _row in family]
    return found


def _shared(family: list[Asking]) -> list[str]:
    """The facilities that all of them name, the most wished by all first."""
    ranks = [[wish["facility"] for wish in row["wishes"]] for _child, row in family]
    common = set(ranks[0]).intersection(*ranks[1:])
    return sorted(common, key=lambda facility: (sum(r.index(facility) for r in ranks), facility))


def _as_one(family: list[Asking], facilities: list[str]) -> Applicant:
    """All in the same facility, with the points of the one who has least: nobody is passed over
    because of somebody's brother. Failing that, each alone."""
    children = [child for child, _row in family]
    options = []
    for facility in facilities:
        ways = [
            child.options[[wish["facility"] for wish in row["wishes"]].index(facility)]
            for child, row in family
        ]
        needs: Counter[Seat] = Counter()
        for way in ways:
            needs.update(dict(way.needs))
        name = ",".join(way.name for way in ways)
        options.append(Option(name, tuple(sorted(needs.items())), min(w.points for w in ways)))
    return Applicant(
        "+".join(child.key for child in children),
        tuple(options),
        since=max(child.since for child in children),
        lot=max(child.lot for child in children),
        reserved=all(child.reserved for child in children),
        parts=tuple(children),
    )
