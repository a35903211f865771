"""Moments of the past at which things happened: in working hours, in order, never tomorrow."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from random import Random

import time_machine

from town.working_time import PARIS, is_working_day

MORNING, AFTERNOON = (8 * 60 + 40, 11 * 60 + 50), (13 * 60 + 40, 16 * 60 + 50)
LUNCH = 12 * 60 + 30
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
            after = _in_a_spell(self.at + timedelta(minutes=self.rng.randint(least, least + 45)))
            if after is not None:
                self.at = after if after <= self.now else self._soon()
                return self
            days = 1
        self.place = min(self.place + days, len(self.days) - 1)
        self.at = self._on(self.days[self.place])
        return self

    def skip(self, days: int) -> "Timeline":
        """Move on by calendar days, to the working hours that follow."""
        goal = (self.at + timedelta(days=days)).date()
        while self.place < len(self.days) - 1 and self.days[self.place] < goal:
            self.place += 1
        self.at = self._on(self.days[self.place])
        return self

    def _on(self, day: date) -> datetime:
        return max(self._moment(day, self.at), self._soon())

    def _soon(self) -> datetime:
        """A little after the last moment, when nothing else is left before now."""
        return min(self.at + timedelta(minutes=2), self.now)

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


def _in_a_spell(moment: datetime) -> datetime | None:
    """The moment, after lunch if it fell into lunch; None once the day is over."""
    minute = moment.hour * 60 + moment.minute
    if MORNING[1] < minute < AFTERNOON[0]:
        return at_minute(moment.date(), AFTERNOON[0]) + timedelta(seconds=minute)
    return moment if minute <= AFTERNOON[1] else None


def room_before(moment: datetime) -> timedelta:
    """How much earlier a moment could have been without leaving its spell of work."""
    local = moment.astimezone(PARIS)
    minute = local.hour * 60 + local.minute
    opens = AFTERNOON[0] if minute >= LUNCH else MORNING[0]
    return max(local - at_minute(local.date(), opens - 8), timedelta())


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
