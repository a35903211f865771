"""A town of any size: ordinary families by the thousand, and cases copied for them."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, Enrolment, Group
from activities.offer import fits
from cases.models import Case
from demo.sign_ins import PASSWORD
from demo.town.book import FamilyBook
from demo.town.cases import possible_weeks
from demo.town.casting import Wish, agents_by_service
from demo.town.copies import Copy, lay_plan, planned
from demo.town.families import ordinary_family
from demo.town.ground import Ground
from demo.town.in_bulk import history_in_bulk, one_ahead
from demo.town.play import new_reference
from demo.town.sources import Source, sources
from family.models import Adult, Child, Household
from town.models import Facility, SchoolYear

Tell = Callable[[str], object]
FAMILIES_A_BATCH, CASES_A_BATCH = 2_000, 10_000
WEEKS = range(26, 66)  # closed cases of the crowd belong to the school year before
Pupil = tuple[Adult, Household, Child]


def standing_ground(seed: int) -> Ground:
    """What building families needs of the town that stands."""
    ground = Ground(seed=seed, now=timezone.localtime(), password=make_password(PASSWORD))
    ground.facilities = {row.slug: row for row in Facility.objects.all()}
    ground.years = list(SchoolYear.objects.order_by("starts_on")[:3])
    ground.staff = {row.username: row for row in User.objects.all()}
    return ground


def build_crowd(seed: int, families: int, cases: int, open_tasks: int, tell: Tell) -> None:
    """Add families, then cases of which some are open tasks; each batch is a transaction."""
    ground = standing_ground(seed)
    first = Household.objects.count() + 1
    tell(f"{families} families")
    pupils = build_families(ground, first, families, tell)
    crowd = Crowd(ground, pupils, first)
    tell(f"{cases} cases, {open_tasks} of them open tasks")
    started, done = time.monotonic(), 0
    for plan in one_ahead(crowd.plans(cases, open_tasks)):
        with history_in_bulk("activities"):
            done += lay_plan(plan, crowd.sources)
        tell(f"  {done} cases ({done / (time.monotonic() - started):,.0f} a second)")


def build_families(ground: Ground, first: int, families: int, tell: Tell) -> list[Pupil]:
    """Ordinary families; returns each child with a parent who has an account."""
    pupils: list[Pupil] = []
    done = 0
    for book in one_ahead(_books(ground, first, families)):
        with history_in_bulk("family"):
            book.lay()
        pupils += _pupils(book)
        done += len(book.households)
        tell(f"  {done} families")
    return pupils


def _books(ground: Ground, first: int, families: int) -> Iterator[FamilyBook]:
    """Books that are written but not laid yet; asks the database nothing."""
    for start in range(0, families, FAMILIES_A_BATCH):
        book = FamilyBook(ground, f"crowd:{first + start}", first + start)
        for _ in range(min(FAMILIES_A_BATCH, families - start)):
            ordinary_family(book)
        ground.staff |= {user.username: user for user in book.users}  # names that are taken
        yield book


def _pupils(book: FamilyBook) -> Iterator[Pupil]:
    homes = {id(row.child): row.household for row in book.residences}
    for tie in book.ties:
        if tie.adult.user_id:
            yield tie.adult, homes[id(tie.child)], tie.child


class Crowd:
    """Draws copies for the children of the crowd."""

    def __init__(self, ground: Ground, pupils: list[Pupil], first: int) -> None:
        self.rng: Random = ground.dice(f"crowd cases:{first}")
        self.sources = sources()
        self.agents = agents_by_service()
        past, present = _groups(ground)
        self.past, self.present = _fitting(pupils, past), _fitting(pupils, present)
        self.weeks = {source.pk: possible_weeks(source, WEEKS) for source in self.sources}
        self.closed = [s for s in self.sources if s.state != Case.State.OPEN and self.weeks[s.pk]]
        self.tasks = [s for s in self.sources if s.step == "check"]

    def plans(self, cases: int, open_tasks: int) -> Iterator[list[list]]:
        """What is to be written, by batches; asks the database nothing."""
        copies = self.copies(cases, open_tasks)
        while batch := list(map(planned, islice(copies, CASES_A_BATCH))):
            yield batch

    def copies(self, cases: int, open_tasks: int) -> Iterator[Copy]:
        """Open tasks evenly among closed cases."""
        for n in range(cases):
            is_task = (n + 1) * open_tasks // cases > n * open_tasks // cases
            yield self._task() if is_task else self._closed()

    def _task(self) -> Copy:
        source = self.rng.choice(self.tasks)
        return self._copy(source, source.earlier(self.rng), self.present)

    def _closed(self) -> Copy:
        source = self.rng.choice(self.closed)
        weeks = timedelta(weeks=-self.rng.choice(self.weeks[source.pk]))
        return self._copy(source, weeks + source.earlier(self.rng), self.past)

    def _copy(
        self, source: Source, shift: timedelta, among: list[tuple[Pupil, list[Group]]]
    ) -> Copy:
        (adult, home, child), groups = self.rng.choice(among)
        group = self.rng.choice(groups)
        days = sorted(self.rng.sample(group.weekdays, self.rng.randint(1, len(group.weekdays))))
        wish = Wish(adult, home, child, group, days, group.period.starts_on)
        held = source.state in {Case.State.ACCEPTED, Case.State.WAITLISTED}
        agent = self.rng.choice(self.agents[group.activity.facility.service_id])
        state = Enrolment.State.ENDED if held else ""
        return Copy(source, wish, agent, shift, new_reference(self.rng), state)


def _groups(ground: Ground) -> tuple[list[Group], list[Group]]:
    """The groups of the school year before, and of the one that families plan."""
    rows = Group.objects.exclude(activity__kind=Activity.Kind.CRECHE)
    rows = rows.select_related("activity__facility", "period").order_by("pk")
    past, present = (ground.years[turn].starts_on for turn in (0, 1))
    found = list(rows)
    return (
        [group for group in found if group.period.starts_on == past],
        [group for group in found if group.period.starts_on == present],
    )


def _fitting(pupils: list[Pupil], groups: list[Group]) -> list[tuple[Pupil, list[Group]]]:
    """The children whom at least one of the groups fits, with these groups."""
    by_facility: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        pupils_only = group.activity.pupils_only
        by_facility[group.activity.facility_id if pupils_only else 0].append(group)
    found = []
    for pupil in pupils:
        child = pupil[2]
        near = by_facility[0] + by_facility.get(child.school_id or -1, [])
        if fitting := [group for group in near if fits(group, child)]:
            found.append((pupil, fitting))
    return found
