"""What the builders of the town hand each other: the dice, the date, and what stands so far."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from accounts.models import User
from activities.models import Activity, Group, Period
from town.models import Facility, SchoolYear, Service


@dataclass
class Ground:
    """One town being built. Each subject throws its own dice, so none disturbs another."""

    seed: int
    now: datetime
    password: str = ""  # the shared demo password, hashed once
    services: dict[str, Service] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)
    years: list[SchoolYear] = field(default_factory=list)  # previous, current, next
    staff: dict[str, User] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The demo's date; it moves with the clock."""
        return self.now.date()

    @property
    def this_year(self) -> SchoolYear:
        """The school year that enrolments are about: in summer, already the next one."""
        return self.years[1]

    @property
    def next_holiday(self) -> str:
        """The key of the first holiday period that families can still enrol for."""
        ahead = [key for key, row in self.periods.items() if row.closes_on >= self.today]
        return next(key for key in ahead if key.startswith("holiday:"))

    def dice(self, subject: str) -> Random:
        """The dice of one subject: same seed, same throws."""
        return Random(f"{self.seed}:{subject}")


def public_id(rng: Random) -> uuid.UUID:
    """An identifier that looks drawn at random and comes back with the same seed."""
    return uuid.UUID(int=rng.getrandbits(128), version=4)
