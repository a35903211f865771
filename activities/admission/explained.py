"""Why a matching came out as it did, wish by wish: for the commission and for the family."""

from dataclasses import dataclass

from activities.admission.matching import Applicant, Matching, Option, Seat, chosen


@dataclass(frozen=True)
class Full:
    """A seat on which an applicant was not kept: the points of the last who was, if anybody.

    `by_share`: without the share reserved, the applicant would have been kept.
    """

    seat: Seat
    last_points: int | None
    by_share: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of one wish: given, impossible on `full` days, or not needed (a better one)."""

    option: Option
    given: bool
    full: tuple[Full, ...] = ()


def explain(matching: Matching, key: str) -> list[Answer]:
    """What became of each wish of an applicant, the most wished first."""
    applicant = matching.applicants[key]
    given = matching.given[key]
    answers = []
    for rank, option in enumerate(applicant.options):
        if given is not None and rank >= given:
            answers.append(Answer(option, rank == given))
        else:
            answers.append(Answer(option, False, _full(matching, applicant, option)))
    return answers


def _full(matching: Matching, applicant: Applicant, option: Option) -> tuple[Full, ...]:
    found = []
    for seat, need in option.needs:
        place = matching.supply.get(seat)
        if place is None or place.capacity < need:
            found.append(Full(seat, None))
            continue
        hold = matching.hold(applicant, option, need)
        line = sorted([*(h for h in matching.held[seat] if h.key != applicant.key), hold])
        if applicant.key in chosen(place, line):
            continue
        kept = chosen(place, matching.held[seat])
        last = max((h.order[0] for h in matching.held[seat] if h.key in kept), default=None)
        without_share = chosen(place._replace(reserved=0), line)
        found.append(Full(seat, None if last is None else -last, applicant.key in without_share))
    return tuple(found)
