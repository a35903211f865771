"""The town's requests: in every state, late and on time, with their past.

Some are lived through the engine, act by act; the others are copies of these for other families.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import connection

from activities.models import Enrolment
from cases.models import Case, CaseEvent
from demo.town import stories
from demo.town.casting import Casting, Wish
from demo.town.copies import Copy, lay_copies
from demo.town.creche import build_waiting_list
from demo.town.ground import Ground
from demo.town.health_stories import HEALTH_STORIES
from demo.town.household_stories import SIGN_IN_STORIES
from demo.town.plain_stories import PLAIN_STORIES
from demo.town.play import Play, new_reference
from demo.town.sources import Source, sources
from demo.town.stories import Story
from demo.town.timeline import Timeline
from demo.town.year_stories import YEAR_STORIES
from town.models import Closure

WEEKS_BACK = 7


@dataclass(frozen=True)
class Told:
    """A story: how many times lived and copied, begun how many working days ago."""

    story: Story
    lived: int
    copied: int
    days_ago: tuple[int, int]
    full: bool = False  # in a group without a place left
    settles: bool = False  # takes a place
    in_vain: bool = False  # leaves nothing in the family file

    @property
    def asks(self) -> dict[str, bool]:
        """What the casting must know of it."""
        return {"full": self.full, "settles": self.settles, "in_vain": self.in_vain}


# A staff task is due five working days after it came, a case ten.
STORIES = [
    Told(stories.untouched, 3, 2, (6, 12)),  # late
    Told(stories.untouched, 2, 2, (5, 5)),  # due today
    Told(stories.untouched, 2, 3, (4, 4)),  # at risk
    Told(stories.untouched, 6, 8, (0, 3)),
    Told(stories.in_hand, 3, 4, (0, 4)),
    Told(stories.asked_after, 2, 3, (1, 4)),
    Told(stories.answered, 2, 3, (3, 5)),
    Told(stories.complement, 2, 4, (1, 4)),
    Told(stories.reminded, 1, 3, (8, 10)),
    Told(stories.last_notice, 1, 1, (18, 19)),
    Told(stories.for_now, 1, 0, (3, 6), settles=True),
    Told(stories.twice, 1, 0, (1, 3)),
    Told(stories.merged, 1, 0, (5, 8)),
    Told(stories.offered, 1, 3, (1, 4), full=True),
    Told(stories.waitlisted, 1, 5, (6, 10), full=True),
    Told(stories.declined, 1, 2, (6, 10), full=True),
    Told(stories.refused, 2, 9, (6, 12), in_vain=True),
    Told(stories.withdrawn, 1, 6, (6, 12), in_vain=True),
    Told(stories.abandoned, 1, 4, (30, 34), in_vain=True),
    Told(stories.accepted, 5, 48, (6, 12), settles=True),
    Told(stories.draft, 6, 0, (0, 9)),
]


def build_cases(ground: Ground) -> None:
    """Live and copy each story; what came out otherwise (a place taken) stands as it is."""
    casting, rng = Casting(ground), ground.dice("cases")
    for tell in [*SIGN_IN_STORIES, *HEALTH_STORIES]:
        tell(ground, casting, rng)
    lived = {told: _live(told, ground, casting, rng) for told in STORIES}
    found = {source.pk: source for source in sources()}
    copies = [
        copy
        for told, pks in lived.items()
        for copy in _copies(told, [found[pk] for pk in pks if pk in found], ground, casting, rng)
    ]
    lay_copies(copies, list(found.values()))
    build_waiting_list(ground, casting)
    plain = ground.dice("plain requests")
    for tell_plainly in PLAIN_STORIES:
        tell_plainly(ground, plain)
    for tell_of_year in YEAR_STORIES:
        tell_of_year(ground, ground.dice("years to come"))
    forget_what_is_past()


def _live(told: Told, ground: Ground, casting: Casting, rng: Random) -> list[int]:
    """Live a story as often as told; returns the cases."""
    pks = []
    for turn in range(told.lived):
        timeline = Timeline(ground.now, rng, rng.randint(*told.days_ago))
        wish = casting.wish(
            timeline.at.date(),
            **told.asks,
            with_account=turn == 0,  # at least one to copy
        )
        if wish is not None:
            play = Play(wish, casting.agent_for(wish, rng), timeline, rng)
            told.story(play)
            pks.append(play.case.pk)
    return pks


def _copies(
    told: Told, lived: list[Source], ground: Ground, casting: Casting, rng: Random
) -> list[Copy]:
    """Copies of a story's cases: closed ones some weeks earlier, live ones some minutes."""
    copies: list[Copy] = []
    for turn in range(told.copied if lived else 0):
        source = lived[turn % len(lived)]
        shift = source.earlier(rng)
        if source.state != Case.State.OPEN:
            weeks = possible_weeks(source, range(WEEKS_BACK))
            shift += timedelta(weeks=-rng.choice(weeks or [0]))
        day = (source.moments[0] + shift).date()
        wish = casting.wish(day, **told.asks, with_account=True)
        if wish is not None:
            agent = casting.agent_for(wish, rng)
            state = place_of(source, wish, ground)
            copies.append(Copy(source, wish, agent, shift, new_reference(rng), state))
    return copies


def possible_weeks(source: Source, weeks: range) -> list[int]:
    """The numbers of weeks by which a case can be moved back without changing its clock."""
    closures = _closed_days()
    return [n for n in weeks if source.fits_moved_by(timedelta(weeks=-n), closures)]


def _closed_days() -> frozenset[date]:
    """Days on which any service is closed: no case is moved across one."""
    return frozenset(Closure.objects.values_list("day", flat=True))


def place_of(source: Source, wish: Wish, ground: Ground) -> str:
    """What the outcome leaves in the family file: a place, a rank in the list, or nothing."""
    if source.state == Case.State.WAITLISTED:
        return Enrolment.State.WAITING
    if source.state != Case.State.ACCEPTED:
        return ""
    over = wish.group.period.ends_on < ground.today
    return Enrolment.State.ENDED if over else Enrolment.State.ACTIVE


def forget_what_is_past() -> None:
    """Nobody watched the town being built: no page to wake, no mail about last month's news."""
    CaseEvent.objects.filter(deliver_after__isnull=False).update(deliver_after=None)
    connection.run_on_commit.clear()
