"""The matching's judge: slow, written from the definitions alone, sharing no code with it."""

from itertools import product

from activities.admission.matching import Applicant, Option, Place, Seat

Outcome = dict[str, int | None]  # each applicant's option, by its rank
Supply = dict[Seat, Place]


def outcomes(applicants: list[Applicant], supply: Supply) -> list[Outcome]:
    """Every way to place the applicants within the places."""
    ways = [[None, *range(len(applicant.options))] for applicant in applicants]
    found = []
    for ranks in product(*ways):
        outcome = {a.key: rank for a, rank in zip(applicants, ranks, strict=True)}
        if feasible(applicants, supply, outcome):
            found.append(outcome)
    return found


def taken(applicants: list[Applicant], outcome: Outcome, seat: Seat) -> list[tuple]:
    """Who holds a seat: (order, key, need, of the reserved share), the first to come first."""
    holds = []
    for applicant in applicants:
        rank = outcome[applicant.key]
        if rank is not None:
            option = applicant.options[rank]
            need = dict(option.needs).get(seat, 0)
            if need:
                holds.append(_hold(applicant, option, need))
    return sorted(holds)


def _hold(applicant: Applicant, option: Option, need: int) -> tuple:
    order = (-option.points, applicant.since, applicant.lot)
    return (order, applicant.key, need, applicant.reserved)


def feasible(applicants: list[Applicant], supply: Supply, outcome: Outcome) -> bool:
    """No seat holds more than it has; nobody sits where there is none."""
    for applicant in applicants:
        rank = outcome[applicant.key]
        if rank is not None and any(s not in supply for s, _n in applicant.options[rank].needs):
            return False
    return all(
        sum(hold[2] for hold in taken(applicants, outcome, seat)) <= place.capacity
        for seat, place in supply.items()
    )


def wronged(applicants: list[Applicant], supply: Supply, outcome: Outcome) -> list[tuple[str, int]]:
    """Who would rather have another option, and should: on each of its days there is room for
    it beside those who come before it there, once the reserved share is served."""
    found = []
    for applicant in applicants:
        rank = outcome[applicant.key]
        better = range(len(applicant.options) if rank is None else rank)
        for wished in better:
            option = applicant.options[wished]
            if all(
                seat in supply
                and _should_have(
                    taken(applicants, outcome, seat),
                    supply[seat],
                    _hold(applicant, option, need),
                )
                for seat, need in option.needs
            ):
                found.append((applicant.key, wished))
    return sorted(found)


def _should_have(holds: list[tuple], place: Place, own: tuple) -> bool:
    """Serve the seat anew, this applicant's claim included: is it served?"""
    line = sorted([*(hold for hold in holds if hold[1] != own[1]), own])
    left, share, served = place.capacity, place.reserved, []
    for _order, key, need, reserved in line:
        if reserved and need <= min(share, left):
            served.append(key)
            left, share = left - need, share - need
    for _order, key, need, _reserved in line:
        if key not in served and need <= left:
            served.append(key)
            left -= need
    return own[1] in served


def share_kept(applicants: list[Applicant], supply: Supply, outcome: Outcome) -> bool:
    """Nobody of the share is denied an option all of whose days have share left unfilled."""
    for applicant in (each for each in applicants if each.reserved):
        rank = outcome[applicant.key]
        for wished in range(len(applicant.options) if rank is None else rank):
            needs = applicant.options[wished].needs
            if all(_share_left(applicants, supply, outcome, applicant, s) >= n for s, n in needs):
                return False
    return True


def _share_left(applicants, supply, outcome, applicant, seat) -> int:
    if seat not in supply:
        return 0
    holds = taken(applicants, outcome, seat)
    used = sum(need for _order, key, need, share in holds if share and key != applicant.key)
    return min(supply[seat].reserved, supply[seat].capacity) - used
