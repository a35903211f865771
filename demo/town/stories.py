"""What happens to requests. Each story leaves a case in one state, with a past to read."""

from collections.abc import Callable
from datetime import timedelta

from cases.sides import Side
from demo.town.play import Play
from demo.town.words import COMPLEMENTS, EXCHANGES, NOTES, REFUSALS, WAITING, WITHDRAWN

Story = Callable[[Play], None]


def draft(play: Play) -> None:
    """Begun, left at some step."""
    play.draft(steps=play.rng.randint(1, 3))


def untouched(play: Play) -> None:
    """Filed; nobody took it yet."""
    play.file()


def in_hand(play: Play) -> None:
    """An agent has taken it, and noted something."""
    play.file()
    play.time.later()
    play.claim()
    play.time.later()
    play.note(play.rng.choice(NOTES))


def asked_after(play: Play) -> None:
    """Taken, and the family asks for news: unread."""
    play.file()
    play.time.later()
    play.claim()
    play.time.later()
    play.message(Side.FAMILY, play.rng.choice(WAITING))


def talked(play: Play) -> None:
    """A question of the family answered by the service."""
    question, reply = play.rng.choice(EXCHANGES)
    play.message(Side.FAMILY, question)
    play.time.later()
    play.message(Side.TOWN, reply)
    play.time.later()
    play.read(Side.FAMILY)


def complement(play: Play) -> None:
    """Something is missing: the family's turn."""
    play.file(papers=0.5)
    play.time.later(days=play.rng.randint(0, 1))
    play.claim()
    play.time.later()
    play.decide("complement", pieces=play.rng.choice(COMPLEMENTS))


def reminded(play: Play) -> None:
    """Asked for more than a week ago, reminded once."""
    complement(play)
    play.time.skip(8)
    play.remind()


def last_notice(play: Play) -> None:
    """Reminded twice: the second one says when the request will be closed."""
    reminded(play)
    play.time.skip(14)
    play.remind()


def answered(play: Play) -> None:
    """The family completed its file: back to the agent."""
    complement(play)
    play.time.later(days=1)
    play.answer()


def offered(play: Play) -> None:
    """Accepted file, no place: the waiting list is offered."""
    in_hand(play)
    play.time.later()
    play.decide("accept")


def waitlisted(play: Play) -> None:
    """The family took the offer of the waiting list."""
    offered(play)
    play.time.later(days=play.rng.randint(0, 1))
    if play.step() == "offer":
        play.answer("accept")


def declined(play: Play) -> None:
    """The family did not want the waiting list."""
    offered(play)
    play.time.later(days=1)
    if play.step() == "offer":
        play.answer("decline")


def accepted(play: Play) -> None:
    """The common case, sometimes with a question, sometimes with a complement."""
    chance = play.rng.random()
    if chance < 0.25:
        answered(play)
    else:
        play.file()
        play.time.later(days=play.rng.randint(0, 3))
        play.claim()
    if chance > 0.7:
        play.time.later()
        talked(play)
    if play.rng.random() < 0.3:
        play.time.later()
        play.note(play.rng.choice(NOTES))
    play.time.later()
    play.decide("accept")
    play.time.later()
    play.read(Side.FAMILY)


def refused(play: Play) -> None:
    """Refused, with a declared reason and words of the agent."""
    in_hand(play)
    play.time.later(days=play.rng.randint(0, 2))
    reason, text = play.rng.choice(REFUSALS)
    play.decide("refuse", reason=reason, text=text)


def for_now(play: Play) -> None:
    """Accepted until a date: one document will not do, and all else is there."""
    play.file(papers=1.0)
    play.time.later(days=1)
    play.claim()
    play.time.later()
    play.look(accepted=False, comment="L’attestation a expiré.")
    until = play.time.at.date() + timedelta(days=30)
    play.decide("for_now", answers={"until": [until.isoformat()], "without": ["lapses"]})


def twice(play: Play) -> None:
    """The family asks for the same place a second time; the service has not looked yet."""
    _asked_twice(play)


def _asked_twice(play: Play) -> Play:
    """The second request for the same place."""
    play.file()
    play.time.later()
    again = Play(play.wish, play.agent, play.time, play.rng)
    again.file()
    return again


def merged(play: Play) -> None:
    """Asked for twice, and the service has made one of the two."""
    again = _asked_twice(play)
    play.time.later(days=1)
    play.claim()
    play.time.later()
    again.merge_into(play)


def withdrawn(play: Play) -> None:
    """The family changed its mind."""
    in_hand(play)
    play.time.later(days=1)
    play.message(Side.FAMILY, play.rng.choice(WITHDRAWN))
    play.time.later(least=1)
    play.withdraw()


def abandoned(play: Play) -> None:
    """No answer to the complement: closed after the last notice."""
    last_notice(play)
    play.time.skip(10)
    play.expire()
