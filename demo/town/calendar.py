"""School years and holidays of zone B, and the days on which the town is closed.

The published years are data; the others follow the same habits (holidays on a Saturday, the
three zones taking the February weeks in turn), so that the demo lives on after them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from uuid import uuid4

import holidays

from demo.town.ground import Ground
from town.models import Closure, SchoolHoliday, SchoolYear

DAY = timedelta(days=1)
AUTUMN, CHRISTMAS, WINTER, SPRING, SUMMER, BRIDGE = (
    "Vacances de la Toussaint",
    "Vacances de Noël",
    "Vacances d’hiver",
    "Vacances de printemps",
    "Vacances d’été",
    "Pont de l’Ascension",
)


@dataclass(frozen=True)
class Holiday:
    """Days without class: first day off, and the day class resumes."""

    label: str
    first: date
    resumes: date

    @property
    def last(self) -> date:
        """The last day off."""
        return self.resumes - DAY


# Order of 22 October 2025 and the one before it: class ends on the first date.
PUBLISHED = {
    2025: (
        date(2025, 9, 1),
        [
            Holiday(AUTUMN, date(2025, 10, 18), date(2025, 11, 3)),
            Holiday(CHRISTMAS, date(2025, 12, 20), date(2026, 1, 5)),
            Holiday(WINTER, date(2026, 2, 14), date(2026, 3, 2)),
            Holiday(SPRING, date(2026, 4, 11), date(2026, 4, 27)),
            Holiday(BRIDGE, date(2026, 5, 15), date(2026, 5, 18)),
            Holiday(SUMMER, date(2026, 7, 4), date(2026, 9, 1)),
        ],
    ),
    2026: (
        date(2026, 9, 1),
        [
            Holiday(AUTUMN, date(2026, 10, 17), date(2026, 11, 2)),
            Holiday(CHRISTMAS, date(2026, 12, 19), date(2027, 1, 4)),
            Holiday(WINTER, date(2027, 2, 20), date(2027, 3, 8)),
            Holiday(SPRING, date(2027, 4, 17), date(2027, 5, 3)),
            Holiday(BRIDGE, date(2027, 5, 7), date(2027, 5, 10)),
            Holiday(SUMMER, date(2027, 7, 3), date(2027, 9, 1)),
        ],
    ),
}


def _saturday_from(day: date) -> date:
    return day + DAY * ((5 - day.weekday()) % 7)


def _class_starts(year: int) -> date:
    if year in PUBLISHED:
        return PUBLISHED[year][0]
    first = date(year, 9, 1)
    return first + DAY * (7 - first.weekday()) if first.weekday() > 4 else first


def ascension(year: int) -> date:
    """Ascension Thursday."""
    days = holidays.country_holidays("FR", years=year, language="fr")
    return next(day for day, name in days.items() if "Ascension" in name)


def school_holidays(year: int) -> list[Holiday]:
    """The holidays of the school year that begins in September of `year`."""
    if year in PUBLISHED:
        return PUBLISHED[year][1]
    fortnight = DAY * 16  # from a Saturday to the second Monday after
    turn = (year - 2024) % 3  # zone B leaves first in 2024, second in 2025, third in 2026
    autumn = _saturday_from(date(year, 10, 16))
    christmas = _saturday_from(date(year, 12, 17))
    winter = _saturday_from(date(year + 1, 2, 5)) + 7 * DAY * turn
    spring = winter + 8 * 7 * DAY
    bridge = ascension(year + 1) + DAY
    summer = _saturday_from(date(year + 1, 7, 1))
    return [
        Holiday(AUTUMN, autumn, autumn + fortnight),
        Holiday(CHRISTMAS, christmas, christmas + fortnight),
        Holiday(WINTER, winter, winter + fortnight),
        Holiday(SPRING, spring, spring + fortnight),
        Holiday(BRIDGE, bridge, bridge + 3 * DAY),
        Holiday(SUMMER, summer, _class_starts(year + 1)),
    ]


def first_year_on(day: date) -> int:
    """The calendar year in which the school year of a day began."""
    return day.year if day >= _class_starts(day.year) else day.year - 1


def year_families_plan(day: date) -> int:
    """The school year that enrolments are about: in summer, already the next one."""
    year = first_year_on(day)
    return year + (school_holidays(year)[-1].first <= day)


def school_year(year: int) -> SchoolYear:
    """The school year that begins in September of `year`, not saved."""
    return SchoolYear(
        label=f"{year}-{year + 1}",
        starts_on=_class_starts(year),
        ends_on=_class_starts(year + 1) - DAY,
    )


def build_calendar(ground: Ground) -> None:
    """Three school years around the one that families plan, their holidays, the closures."""
    current = year_families_plan(ground.today)
    years = [current - 1, current, current + 1]
    ground.years = SchoolYear.objects.bulk_create(school_year(year) for year in years)
    spans = chain.from_iterable(school_holidays(year) for year in years)
    SchoolHoliday.objects.bulk_create(
        SchoolHoliday(label=span.label, starts_on=span.first, ends_on=span.last) for span in spans
    )
    Closure.objects.bulk_create(chain.from_iterable(_closures(ground, year) for year in years))


def _closures(ground: Ground, year: int) -> list[Closure]:
    """The Ascension bridge for all; early childhood rests between the year's two feasts."""
    early = ground.services["petite-enfance"]
    rows = [Closure(day=ascension(year + 1) + DAY, label="Pont de l’Ascension")]
    christmas, span = date(year, 12, 26), uuid4()
    for day in (christmas + DAY * n for n in range(6)):
        if day.weekday() < 5:
            label = "Fermeture annuelle des crèches"
            rows.append(Closure(day=day, service=early, label=label, span=span))
    study_day = _saturday_from(date(year + 1, 5, 20)) - DAY
    rows.append(Closure(day=study_day, service=early, label="Journée pédagogique"))
    return rows
