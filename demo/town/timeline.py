"""Moments of the past at which things happened: in working hours, in order, never tomorrow."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from random import Random

import time_machine

from town.working_time import PARIS, is_working_day

MORNING, AFTERNOON = (8 * 60 + 40, 11 * 60 + 50), (13 * 60 + 40, 16 * 60 + 50)
REACH = 400  # days


class Timeline:
    """Walks from a working day of the past towards now."""

    def __init__(self, now: datetime, rng: Random, days_ago: int) -> None:
        """Begins `days_ago` working days before now (0: today, or the last working day)."""
        self.now, self.rng = now.astimezone(PARIS), rng
        self.days = working_days_before(self.now)
        self.place = len(self.days) - 1 - days_ago
        self.at = self._moment(self.days[self.place], None)

    def travel(self) -> AbstractContextManager:
        """The world at this moment: whatever asks for the time is told `at`."""
        return time_machine.travel(self.at, tick=False)

    def later(self, days: int = 0, *, least: int = 4) -> "Timeline":
        """Move on by some working days, or by some minutes of the same day; never past now."""
        if days == 0:
            after = self.at + timedelta(minutes=self.rng.randint(least, least + 45))
            if after.time() < time(16, 55):
                self.at = min(after, self.now)
                return self
            days = 1
        self.place = min(self.place + days, len(self.days) - 1)
        self.at = min(max(self._moment(self.days[self.place], self.at), self._soon()), self.now)
        return self

    def skip(self, days: int) -> "Timeline":
        """Move on by calendar days, to the working hours that follow."""
        goal = (self.at + timedelta(days=days)).date()
        while self.place < len(self.days) - 1 and self.days[self.place] < goal:
            self.place += 1
        self.at = min(max(self._moment(self.days[self.place], self.at), self._soon()), self.now)
        return self

    def _soon(self) -> datetime:
        return self.at + timedelta(minutes=2)

    def _moment(self, day: date, after: datetime | None) -> datetime:
        """A minute of a spell of the day, before now and after the last moment if it can be."""
        spells = [MORNING, AFTERNOON]
        self.rng.shuffle(spells)
        for first, last in spells:
            minute = self.rng.randint(first, last)
            moment = at_minute(day, minute) + timedelta(seconds=self.rng.randrange(60))
            if moment <= self.now and (after is None or moment > after):
                return moment
        opening = at_minute(day, MORNING[0])
        return min(opening if after is None else max(opening, after), self.now)


def at_minute(day: date, minute: int) -> datetime:
    """A minute of a day of the town."""
    return datetime.combine(day, time(minute // 60, minute % 60), PARIS)


def working_days_before(now: datetime) -> list[date]:
    """Working days up to now, oldest first; today counts once the morning has begun."""
    last = now.date()
    if now.time() < time(9, 15):
        last -= timedelta(days=1)
    days = (last - timedelta(days=back) for back in range(REACH, -1, -1))
    return [day for day in days if is_working_day(day)]
