"""The requests of the ready sign-ins, so that each of them has something to see at once."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from cases.sides import Side
from demo.town.casting import Casting
from demo.town.ground import Ground
from demo.town.play import Play
from demo.town.timeline import Timeline

SignInStory = Callable[[Ground, Casting, Random], None]


@dataclass(frozen=True)
class Asked:
    """A ready sign-in who asks something for a child, some working days ago."""

    username: str
    child: str
    group: tuple[str, str]
    days_ago: int

    def play(self, ground: Ground, casting: Casting, rng: Random) -> Play:
        """The case about to be lived, with Nadège Lefort at the service's side."""
        timeline = Timeline(ground.now, rng, self.days_ago)
        wish = casting.named(self.username, self.child, self.group, timeline.at.date())
        return Play(wish, ground.staff["agent"], timeline, rng)


def noe_in_the_evening(ground: Ground, casting: Casting, rng: Random) -> None:
    """Camille must send a new proof of address for Noé."""
    play = Asked("parent", "Noé", ("quatre-vents-soir", "year:1"), 3).play(ground, casting, rng)
    play.file()
    play.time.later()
    play.claim()
    play.time.later()
    play.message(Side.FAMILY, "Bonjour, {child} pourrait-il commencer avant les vacances ?")
    play.time.later()
    play.message(
        Side.TOWN,
        "Bonjour, oui, dès que le dossier est complet. Il me manque un justificatif récent.",
    )
    play.time.later()
    play.decide(
        "complement",
        pieces={"address": "La facture a plus d’un an : une récente, s’il vous plaît."},
    )


def lea_in_the_morning(ground: Ground, casting: Casting, rng: Random) -> None:
    """Camille's accepted request for Léa: her father sees that it exists."""
    play = Asked("parent", "Léa", ("quatre-vents-matin", "year:1"), 24).play(ground, casting, rng)
    play.file()
    play.time.later(days=1)
    play.claim()
    play.time.later()
    play.decide("accept")
    play.time.later()
    play.read(Side.FAMILY)


def lea_in_the_evening(ground: Ground, casting: Casting, rng: Random) -> None:
    """Julien's own request for Léa, that nobody has taken yet."""
    play = Asked("exparent", "Léa", ("quatre-vents-soir", "year:1"), 1).play(ground, casting, rng)
    play.file()


def noe_on_holiday(ground: Ground, casting: Casting, rng: Random) -> None:
    """A draft that Thomas left at the question of the days."""
    key = ("vacances-grands", ground.next_holiday)
    play = Asked("coparent", "Noé", key, 1).play(ground, casting, rng)
    play.draft(steps=2)


SIGN_IN_STORIES: list[SignInStory] = [
    noe_in_the_evening,
    lea_in_the_morning,
    lea_in_the_evening,
    noe_on_holiday,
]
