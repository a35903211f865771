"""The town's requests: in every state, late and on time, with their past."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from cases.models import CaseEvent
from demo.town import stories
from demo.town.casting import Casting
from demo.town.ground import Ground
from demo.town.play import Play
from demo.town.stories import Story
from demo.town.timeline import Timeline


@dataclass(frozen=True)
class Told:
    """A story to tell a number of times, begun some working days ago."""

    story: Story
    times: int
    days_ago: tuple[int, int]
    full: bool = False  # in a group without a place left
    settles: bool = False  # takes a place


# A staff task is due five working days after it came, a case ten.
STORIES = [
    Told(stories.accepted, 44, (8, 62), settles=True),
    Told(stories.refused, 10, (8, 60)),
    Told(stories.withdrawn, 7, (6, 55)),
    Told(stories.abandoned, 4, (30, 60)),
    Told(stories.waitlisted, 7, (6, 24), full=True),
    Told(stories.declined, 3, (6, 24), full=True),
    Told(stories.offered, 4, (1, 4), full=True),
    Told(stories.last_notice, 2, (18, 19)),
    Told(stories.reminded, 4, (8, 11)),
    Told(stories.complement, 6, (1, 4)),
    Told(stories.answered, 5, (3, 5)),
    Told(stories.untouched, 5, (7, 12)),  # late
    Told(stories.untouched, 4, (5, 5)),  # due today
    Told(stories.untouched, 5, (4, 4)),  # at risk
    Told(stories.untouched, 12, (0, 3)),
    Told(stories.in_hand, 4, (4, 7)),
    Told(stories.in_hand, 4, (0, 3)),
    Told(stories.asked_after, 5, (1, 4)),
    Told(stories.draft, 8, (0, 9)),
]


def build_cases(ground: Ground, tell: Callable[[str], object]) -> None:
    """Live each story; what came out otherwise (a place taken meanwhile) stands as it is."""
    casting = Casting(ground)
    rng = ground.dice("cases")
    done = 0
    for told in STORIES:
        for _ in range(told.times):
            timeline = Timeline(ground.now, rng, rng.randint(*told.days_ago))
            wish = casting.wish(timeline.at.date(), full=told.full, settles=told.settles)
            if wish is not None:
                told.story(Play(wish, casting.agent_for(wish, rng), timeline, rng))
                done += 1
    forget_what_is_past()


def forget_what_is_past() -> None:
    """Nobody watched the town being built: no page to wake, no mail about last month's news."""
    CaseEvent.objects.filter(deliver_after__isnull=False).update(deliver_after=None)
    connection.run_on_commit.clear()
