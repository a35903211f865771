"""Children already enrolled when the portal opens, and how full that makes each group."""

import math
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from random import Random

from activities.models import Enrolment, Group
from activities.offer import fits
from demo.town.book import FamilyBook
from demo.town.calendar import AUTUMN
from demo.town.ground import Ground, public_id
from demo.town.offer import BY_SLUG
from family.models import Child, Household

NOW, BEFORE = 1, 0  # this school year, the one before
State = Enrolment.State
SIGN_IN_CHILDREN = {("Léa", "Morel"), ("Noé", "Dubois")}  # left free for a visitor's own requests

# Children of these groups come every day, so that each day is as full as the next.
LAST_PLACE = ("pont-vert-soir", f"year:{NOW}")
QUEUED = ("petits-moulins", f"early:{NOW}")
FULL_ON_HOLIDAY = "vacances-grands"


def full_groups(ground: Ground) -> list[tuple[str, str]]:
    """The groups without a place left: a crèche, the little ones' Wednesdays, one holiday."""
    return [QUEUED, ("mercredis-petits", f"year:{NOW}"), (FULL_ON_HOLIDAY, ground.next_holiday)]


class Roll:
    """Writes enrolments, then settles the places of each group."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rng: Random = ground.dice("enrolments")
        self.rows: list[Enrolment] = []
        self.seen: set[tuple[int, tuple[str, str]]] = set()
        self.whole_week = {LAST_PLACE, *full_groups(ground)}

    def enrol(
        self, child: Child, home: Household, key: tuple[str, str], state: str = State.ACTIVE
    ) -> None:
        """One child in one group, if age and school fit; never twice."""
        group = self.ground.groups[key]
        begins = group.period.starts_on
        ends = group.period.ends_on
        if (id(child), key) in self.seen or not fits(group, child):
            return
        self.seen.add((id(child), key))
        days = self._days(key, group)
        self.rows.append(
            Enrolment(
                public_id=public_id(self.rng),
                child=child,
                household=home,
                group=group,
                weekdays=days,
                starts_on=begins,
                ends_on=ends,
                state=State.ENDED if ends < self.ground.today else state,
                case_reference="",  # taken over from before the portal
                created_at=self._made(group),
            )
        )

    def _made(self, group: Group) -> datetime:
        """A moment of the period's enrolment window that has passed."""
        opened = group.period.opens_on
        span = (min(group.period.closes_on, self.ground.today) - opened).days
        day = opened + timedelta(days=self.rng.randint(0, max(span - 1, 0)))
        minute = timedelta(minutes=self.rng.randint(0, 180))
        return datetime.combine(day, time(9), self.ground.now.tzinfo) + minute

    def _days(self, key: tuple[str, str], group: Group) -> list[int]:
        if key in self.whole_week or len(group.weekdays) == 1:
            return list(group.weekdays)
        least = min(2, len(group.weekdays))
        return sorted(self.rng.sample(group.weekdays, self.rng.randint(least, len(group.weekdays))))

    def lay(self) -> None:
        """Save the enrolments at the dates they were made."""
        made = [row.created_at for row in self.rows]
        Enrolment.objects.bulk_create(self.rows, batch_size=2000)
        for row, at in zip(self.rows, made, strict=True):
            row.created_at = at
        Enrolment.objects.bulk_update(self.rows, ["created_at"], batch_size=500)


def build_enrolments(ground: Ground, book: FamilyBook) -> None:
    """Enrol the children of the families as their age and school let expect."""
    roll = Roll(ground)
    homes = {id(row.child): row.household for row in reversed(book.residences)}
    for child in book.children:
        _enrol_child(roll, child, homes[id(child)])
    roll.lay()
    settle_places(ground)


def _enrol_child(roll: Roll, child: Child, home: Household) -> None:
    rng = roll.rng
    if (child.first_name, child.last_name) in SIGN_IN_CHILDREN:
        roll.enrol(child, home, (f"{child.school.slug}-cantine", f"year:{NOW}"))
        return
    wishes: list[tuple[str, float]] = []
    if child.school:
        school = child.school.slug
        wishes += [(f"{school}-cantine", 0.8), (f"{school}-soir", 0.35), (f"{school}-matin", 0.2)]
        small = child.level in {"PS", "MS", "GS"}
        wishes += [("mercredis-petits" if small else "mercredis-grands", 0.3)]
    elif child.level == "COL":
        wishes.append(("jeunes-annee", 0.5))
    elif not child.level:
        care = ["petits-moulins", "petits-moulins", "lucioles", "verger-occasionnel"]
        wishes.append((rng.choice(care), 0.85))
        wishes.append(("mercredis-eveil", 0.2))
    for slug, chance in wishes:
        per = BY_SLUG[slug].per
        if rng.random() < chance:
            roll.enrol(child, home, (slug, f"{per}:{NOW}"))
        elif (slug, f"{per}:{NOW}") == QUEUED:
            roll.enrol(child, home, QUEUED, State.WAITING)
        if rng.random() < chance * 0.7:
            roll.enrol(child, home, (slug, f"{per}:{BEFORE}"))
    for slug in ("vacances-petits", "vacances-grands", "jeunes-vacances"):
        if rng.random() < 0.3:
            roll.enrol(child, home, (slug, f"holiday:{AUTUMN}"))
    if rng.random() < 0.3:
        roll.enrol(child, home, (FULL_ON_HOLIDAY, roll.ground.next_holiday))


def settle_places(ground: Ground) -> None:
    """Give each group the places that make it believably full; see LAST_PLACE and full_groups."""
    rng, full = ground.dice("places"), full_groups(ground)
    taken: dict[int, Counter] = defaultdict(Counter)
    rows = Enrolment.objects.filter(state__in=[State.ACTIVE, State.ENDED])
    for group_id, days in rows.values_list("group_id", "weekdays"):
        taken[group_id].update(days)
    busiest: dict[str, int] = defaultdict(int)
    for (slug, _period), group in ground.groups.items():
        busiest[slug] = max(busiest[slug], *taken[group.pk].values(), 0)
    usual = {
        slug: max(12, 4 * math.ceil(n / rng.uniform(0.6, 0.9) / 4)) for slug, n in busiest.items()
    }
    for key, group in ground.groups.items():
        group.places = usual[key[0]]
        if key in full or key == LAST_PLACE:
            group.places = max(taken[group.pk].values(), default=0) + (key == LAST_PLACE)
    Group.objects.bulk_update(ground.groups.values(), ["places"])
