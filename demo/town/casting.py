"""Who asks for what: parents who may decide, children whom an open group fits."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.models import User
from activities.capacity import taken_by_day
from activities.models import Activity, Enrolment, Group
from activities.offer import fits
from demo.town.enrolments import LAST_PLACE, SIGN_IN_CHILDREN, full_groups
from demo.town.ground import Ground
from demo.town.offer import NEXT, YEAR
from family.models import Adult, Child, Household, Membership, Residence, Tie
from town.models import StaffMembership

DAYS_TO_FILE = timedelta(days=5)  # a draft begun on Friday is sent on Monday


@dataclass(frozen=True)
class Wish:
    """One parent who wants one child in one group, on some days, from a date."""

    applicant: Adult
    home: Household
    child: Child
    group: Group
    weekdays: list[int]
    starts_on: date


class Casting:
    """Draws wishes that a family could have had on a given day; never the same one twice."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.rng = ground, ground.dice("casting")
        self.full = {ground.groups[key].pk for key in full_groups(ground)}
        self.last_place = ground.groups[LAST_PLACE].pk
        # Requests for the year to come, and for a school, have stories of their own.
        self.groups = [
            group
            for (_slug, period), group in ground.groups.items()
            if group.activity.kind not in {Activity.Kind.CRECHE, Activity.Kind.SCHOOL}
            and period != f"{YEAR}:{NEXT}"
        ]
        self.parents = _deciding_parents()
        self.rng.shuffle(self.parents)
        self.taken: dict[int, Counter] = taken_by_day(self.groups)
        standing = Enrolment.objects.exclude(state=Enrolment.State.ENDED)
        self.used = set(standing.values_list("child_id", "group_id"))
        self.agents = agents_by_service()

    def wish(
        self,
        day: date,
        *,
        full: bool = False,
        settles: bool = False,
        in_vain: bool = False,
        with_account: bool = False,
    ) -> Wish | None:
        """A wish for a group open on that day: a full one, or one with room.

        `settles`: it will be accepted, so the last place is left alone. `in_vain`: it will not,
        so the same may be asked again. `with_account`: filed by the parent. None when no family
        is left that could have it.
        """
        for turn, (adult, home, child) in enumerate(self.parents):
            if with_account and adult.user_id is None:
                continue
            for group in self._groups_for(child, day, full=full, settles=settles):
                self.parents.append(self.parents.pop(turn))  # to the end of the queue
                if not in_vain:
                    self.used.add((child.pk, group.pk))
                return self._wish(adult, home, child, group, day, full=full or in_vain)
        return None

    def named(self, username: str, first_name: str, key: tuple[str, str], day: date) -> Wish:
        """The wish of a ready sign-in."""
        adult = Adult.objects.select_related("user").get(user__username=username)
        child = Child.objects.select_related("school").get(first_name=first_name, ties__adult=adult)
        home = adult.households.get()
        group = self.ground.groups[key]
        self.used.add((child.pk, group.pk))
        return self._wish(adult, home, child, group, day, full=group.pk in self.full)

    def agent_for(self, wish: Wish, rng: Random) -> User:
        """Somebody of the service, never about one's own child."""
        agents = self.agents[wish.group.activity.facility.service_id]
        return rng.choice([agent for agent in agents if agent.pk != wish.applicant.user_id])

    def _groups_for(self, child: Child, day: date, *, full: bool, settles: bool) -> list[Group]:
        fitting = [
            group
            for group in self.groups
            if group.period.opens_on <= day <= group.period.closes_on - DAYS_TO_FILE
            and day < group.period.ends_on - DAYS_TO_FILE
            and (group.pk in self.full) == full
            and not (settles and group.pk == self.last_place)
            and (child.pk, group.pk) not in self.used
            and fits(group, child)
            and (full or self._free_days(group))
        ]
        return self.rng.sample(fitting, len(fitting))

    def _free_days(self, group: Group) -> list[int]:
        taken = self.taken[group.pk]
        return [day for day in group.weekdays if taken[day] < group.places]

    def _wish(self, adult, home, child, group, day: date, *, full: bool) -> Wish:
        rng = self.rng
        free = group.weekdays if full else self._free_days(group) or group.weekdays
        days = sorted(rng.sample(free, rng.randint(min(2, len(free)), len(free))))
        self.taken[group.pk].update([] if full else days)
        monday = day + timedelta(days=7 + (7 - day.weekday()) % 7)
        starts = min(max(group.period.starts_on, monday), group.period.ends_on)
        return Wish(adult, home, child, group, days, starts)


def _deciding_parents() -> list[tuple[Adult, Household, Child]]:
    """Adults with the child they may file for, in a home where both live; accounts or not."""
    homes = set(Residence.objects.values_list("child_id", "household_id"))
    places = Membership.objects.select_related("household").order_by("pk")
    lives = {(place.adult_id, place.household_id): place.household for place in places}
    ties = Tie.objects.deciding().select_related("adult__user", "child__school").order_by("pk")
    found = []
    for tie in ties:
        if (tie.child.first_name, tie.child.last_name) in SIGN_IN_CHILDREN:
            continue
        for (adult_id, household_id), household in lives.items():
            if adult_id == tie.adult_id and (tie.child_id, household_id) in homes:
                found.append((tie.adult, household, tie.child))
    return found


def agents_by_service() -> dict[int, list[User]]:
    """The agents of each service."""
    rows = StaffMembership.objects.filter(role=StaffMembership.Role.AGENT)
    agents: dict[int, list[User]] = {}
    for row in rows.select_related("user").order_by("pk"):
        agents.setdefault(row.service_id, []).append(row.user)
    return agents
