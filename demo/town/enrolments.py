"""Children already enrolled when the portal opens, and how full that makes each group."""

import math
from collections import Counter, defaultdict
from datetime import timedelta
from random import Random

from activities.models import Enrolment, Group
from demo.town.book import FamilyBook
from demo.town.calendar import AUTUMN
from demo.town.ground import Ground, public_id
from demo.town.offer import BY_SLUG
from family.models import Child, Household

NOW, BEFORE = 1, 0  # this school year, the one before
State = Enrolment.State
SIGN_IN_CHILDREN = {("Léa", "Morel"), ("Noé", "Dubois")}  # left free for a visitor's own requests

# These are given whole weeks, so that each day is as full as the next.
LAST_PLACE = ("pont-vert-soir", f"year:{NOW}")
FULL = [("petits-moulins", f"early:{NOW}"), ("mercredis-petits", f"year:{NOW}")]
QUEUED = FULL[0]


class Roll:
    """Writes enrolments, then settles the places of each group."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rng: Random = ground.dice("enrolments")
        self.rows: list[Enrolment] = []

    def enrol(
        self, child: Child, home: Household, key: tuple[str, str], state: str = State.ACTIVE
    ) -> None:
        """One child in one group, if the age fits on the first day."""
        group = self.ground.groups[key]
        begins = group.period.starts_on
        ends = group.period.ends_on
        if not self.fits(child, group):
            return
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
                created_at=self.ground.now - timedelta(days=self.rng.randint(60, 160)),
            )
        )

    def fits(self, child: Child, group: Group) -> bool:
        """Whether the child has the age of the activity on the period's first day or today."""
        activity = group.activity
        day = max(group.period.starts_on, min(self.ground.today, group.period.ends_on))
        first = child.months_on(group.period.starts_on)
        if activity.pupils_only and child.school_id != activity.facility_id:
            return False
        return activity.min_months <= first and child.months_on(day) <= activity.max_months

    def _days(self, key: tuple[str, str], group: Group) -> list[int]:
        if key == LAST_PLACE or key in FULL or len(group.weekdays) == 1:
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
        wishes += [(f"{school}-cantine", 0.8), (f"{school}-soir", 0.45), (f"{school}-matin", 0.25)]
        small = child.level in {"PS", "MS", "GS"}
        wishes += [("mercredis-petits" if small else "mercredis-grands", 0.35)]
    elif child.level == "COL":
        wishes.append(("jeunes-annee", 0.5))
    elif not child.level:
        wishes.append((rng.choice(["petits-moulins", "lucioles", "verger-occasionnel"]), 0.6))
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


def settle_places(ground: Ground) -> None:
    """Give each group the places that make it believably full; see LAST_PLACE and FULL."""
    rng = ground.dice("places")
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
        if key in FULL or key == LAST_PLACE:
            group.places = max(taken[group.pk].values(), default=0) + (key == LAST_PLACE)
    Group.objects.bulk_update(ground.groups.values(), ["places"])
