"""Who gets which places: deferred acceptance (Gale and Shapley, 1962), the families proposing.

A seat is a group on a weekday. An applicant, one child or brothers and sisters who ask together,
lists ways to be placed, the most wished first; each way needs seats, and has the points that the
town's criteria give there. Each seat keeps those who come first by points, then date of request,
then lot; a part of its places goes first to those for whom a share is reserved.

With the same days for everybody of a group, or the same points everywhere, the outcome is stable:
nobody is passed over for someone of lower rank, and no place that somebody wanted is left. Days
that overlap only in part can, rarely, admit no such outcome at all: what is then left unsettled is
listed in `claims`, for the commission to see, and never hidden.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import NamedTuple

Seat = tuple[str, int]  # a group, an ISO weekday
Order = tuple[int, str, int]  # points (negative), date of request, lot: the smallest comes first
TURNS = 8  # times that one may get the same place back, before it is left as a claim


class Place(NamedTuple):
    """What a seat offers; `reserved` of its places go first to applicants of the share."""

    capacity: int
    reserved: int = 0


@dataclass(frozen=True)
class Option:
    """One way to place an applicant: the seats it takes, how many of each, and its points."""

    name: str
    needs: tuple[tuple[Seat, int], ...]
    points: int


@dataclass(frozen=True)
class Applicant:
    """One child, or `parts` that ask together and, when that fails, each alone."""

    key: str
    options: tuple[Option, ...]
    since: str = ""  # ISO: the earlier request comes first
    lot: int = 0
    reserved: bool = False
    parts: tuple["Applicant", ...] = ()

    def order(self, option: Option) -> Order:
        """The applicant's rank at an option; the smallest comes first."""
        return (-option.points, self.since, self.lot)


class Held(NamedTuple):
    """An applicant's hold on a seat, in the order in which the seat gives its places."""

    order: Order
    key: str
    need: int
    reserved: bool


@dataclass
class Matching:
    """Who is placed how: each applicant's option by its rank from 0, or None."""

    supply: Mapping[Seat, Place]
    applicants: dict[str, Applicant] = field(default_factory=dict)  # those split, as their parts
    given: dict[str, int | None] = field(default_factory=dict)
    held: dict[Seat, list[Held]] = field(default_factory=dict)
    claims: list[tuple[str, int]] = field(default_factory=list)

    def option(self, key: str) -> Option | None:
        """How an applicant is placed."""
        rank = self.given.get(key)
        return None if rank is None else self.applicants[key].options[rank]

    @staticmethod
    def hold(applicant: Applicant, option: Option, need: int) -> Held:
        """The applicant's place in the line of a seat."""
        return Held(applicant.order(option), applicant.key, need, applicant.reserved)


def chosen(place: Place, holds: Sequence[Held]) -> set[str]:
    """Whom a seat keeps, of holds in order: the reserved share first, then everybody in turn."""
    reserved, left, kept = place.reserved, place.capacity, set()
    for hold in holds if reserved else ():
        if hold.reserved and hold.need <= min(reserved, left):
            kept.add(hold.key)
            reserved, left = reserved - hold.need, left - hold.need
    for hold in holds:
        if hold.key not in kept and hold.need <= left:
            kept.add(hold.key)
            left -= hold.need
    return kept


def match(applicants: Iterable[Applicant], supply: Mapping[Seat, Place]) -> Matching:
    """Place the applicants. The same input gives the same outcome, whatever its order."""
    return _Room(supply).settle(applicants)


class _Room:
    """The matching under way."""

    def __init__(self, supply: Mapping[Seat, Place]) -> None:
        self.done = Matching(supply, held={seat: [] for seat in supply})
        self.free = {seat: place.capacity for seat, place in supply.items()}
        self.of_share = dict.fromkeys(supply, 0)  # places held by those of the share
        self.by_several: set[Seat] = set()  # where somebody took more than one place
        self.turned_down: dict[Seat, set[str]] = {}  # by the seat that did not keep them
        self.opened: set[Seat] = set()  # where somebody left a place to others
        self.turns: Counter[tuple[str, int]] = Counter()

    def settle(self, applicants: Iterable[Applicant]) -> Matching:
        """Everybody proposes; then whoever a departure let in again does, until nobody moves."""
        everybody = list(applicants)
        self._enter(everybody)
        self._propose([applicant.key for applicant in everybody])
        while self.opened:
            seats, self.opened = self.opened, set()
            self._propose({key for seat in seats for key in self.turned_down.pop(seat, ())})
        self.done.claims = [
            (key, rank)
            for key, applicant in sorted(self.done.applicants.items())
            for rank in self._better(applicant)
            if self._displaced(applicant, rank) is not None
        ]
        return self.done

    def _enter(self, applicants: Iterable[Applicant]) -> None:
        for applicant in applicants:
            self.done.applicants[applicant.key] = applicant
            self.done.given[applicant.key] = None

    def _propose(self, keys: Iterable[str]) -> None:
        """Each in turn, those first who come first: then few have to be sent away again."""
        present = self.done.applicants
        queue = [(_first(present[key]), key) for key in keys if key in present]
        heapify(queue)
        while queue:
            key = heappop(queue)[1]
            if key in present:  # not split meanwhile
                for other in self._place(present[key]):
                    heappush(queue, (_first(present[other]), other))

    def _place(self, applicant: Applicant) -> list[str]:
        """Place the applicant in the best way that admits it; returns who must propose again."""
        for rank in self._better(applicant):
            displaced = self._displaced(applicant, rank)
            if displaced is not None and self.turns[applicant.key, rank] < TURNS:
                self._move(applicant, rank, displaced)
                return sorted(displaced)
        if self.done.given[applicant.key] is None and applicant.parts:
            del self.done.applicants[applicant.key], self.done.given[applicant.key]
            self._enter(applicant.parts)
            return [part.key for part in applicant.parts]
        return []

    def _better(self, applicant: Applicant) -> range:
        """The ranks of what the applicant would rather have than what it has."""
        given = self.done.given[applicant.key]
        return range(len(applicant.options) if given is None else given)

    def _displaced(self, applicant: Applicant, rank: int) -> set[str] | None:
        """Who must leave for the applicant to be placed so; None when it is not admitted."""
        option, out, now = applicant.options[rank], set[str](), self.done.option(applicant.key)
        own = dict(now.needs) if now else {}
        for seat, need in option.needs:
            if need <= self.free.get(seat, 0) + own.get(seat, 0):
                continue
            place = self.done.supply.get(seat)
            if place is None or need > place.capacity:
                return None  # never
            hold = self.done.hold(applicant, option, need)
            if need > 1 or seat in self.by_several or seat in own:
                away = self._sent_away(hold, seat, place)
            else:
                away = self._one_sent_away(hold, seat, place)
            if away is None:  # until somebody leaves this seat
                self.turned_down.setdefault(seat, set()).add(applicant.key)
                return None
            out |= away
        return out

    def _sent_away(self, hold: Held, seat: Seat, place: Place) -> set[str] | None:
        """Whom a full seat sends away for this one; None when it is not kept itself."""
        holds = self.done.held[seat]
        with_it = [each for each in holds if each.key != hold.key]
        insort(with_it, hold)
        kept = chosen(place, with_it)
        if hold.key not in kept:
            return None
        return {each.key for each in holds if each.key not in kept}

    def _one_sent_away(self, hold: Held, seat: Seat, place: Place) -> set[str] | None:
        """The same, where each takes one place: the last who is not within the share, or none."""
        within = self.of_share[seat] + hold.reserved <= place.reserved
        for last in reversed(self.done.held[seat]):
            if not (last.reserved and within):
                return {last.key} if hold < last or (hold.reserved and within) else None
        return None

    def _move(self, applicant: Applicant, rank: int, displaced: set[str]) -> None:
        left: Counter[Seat] = Counter()
        for key in (applicant.key, *displaced):
            left.update(self._leave(key))
        option = applicant.options[rank]
        for seat, need in option.needs:
            insort(self.done.held[seat], self.done.hold(applicant, option, need))
            self.free[seat] -= need
            self.of_share[seat] += need * applicant.reserved
            if need > 1:
                self.by_several.add(seat)
        self.done.given[applicant.key] = rank
        self.turns[applicant.key, rank] += 1
        left.subtract(dict(option.needs))
        self.opened.update(seat for seat, count in left.items() if count > 0)

    def _leave(self, key: str) -> dict[Seat, int]:
        """Give up what one holds; returns it."""
        option = self.done.option(key)
        if option is None:
            return {}
        for seat, need in option.needs:
            self.done.held[seat] = [each for each in self.done.held[seat] if each.key != key]
            self.free[seat] += need
            self.of_share[seat] -= need * self.done.applicants[key].reserved
        self.done.given[key] = None
        return dict(option.needs)


def _first(applicant: Applicant) -> Order:
    """The best rank that the applicant has anywhere."""
    ranks = [applicant.order(option) for option in applicant.options]
    return min(ranks, default=(0, applicant.since, applicant.lot))
