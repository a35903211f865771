"""Who eats what at a canteen on a day: first names and diets, nothing else of health."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from activities.models import Activity, Enrolment, Group
from family.diets import diets_on
from family.models import Child, HealthRecord
from town.models import Facility, SchoolHoliday
from town.working_time import closures_between, is_working_day

Diet = HealthRecord.Diet


@dataclass(frozen=True)
class Guest:
    """A child at table. The class, or an initial, tells two of the same first name apart."""

    child: Child
    called: str
    diet: Diet


@dataclass(frozen=True)
class Table:
    """A canteen on a day."""

    facility: Facility
    guests: list[Guest]

    @property
    def by_diet(self) -> list[tuple[Diet, list[Guest]]]:
        """The guests of each diet that somebody eats, what is special first."""
        order = [diet for diet in Diet if diet != Diet.STANDARD] + [Diet.STANDARD]
        rows = [(diet, [g for g in self.guests if g.diet == diet]) for diet in order]
        return [row for row in rows if row[1]]

    @property
    def special(self) -> list[Child]:
        """The children about whom the list says something of health."""
        return [guest.child for guest in self.guests if guest.diet != Diet.STANDARD]


def serving_days(first: date, last: date) -> list[date]:
    """The days on which canteens are open: days of class, neither holiday nor closed to all.

    Three queries, whatever their number.
    """
    canteens = Group.objects.filter(activity__kind=Activity.Kind.CANTEEN)
    running = canteens.filter(period__starts_on__lte=last, period__ends_on__gte=first)
    weekdays = {day for days in running.values_list("weekdays", flat=True) for day in days}
    closed = closures_between(first, last)
    over = SchoolHoliday.objects.filter(starts_on__lte=last, ends_on__gte=first)
    holidays = list(over.values_list("starts_on", "ends_on"))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        day
        for day in days
        if day.isoweekday() in weekdays
        and is_working_day(day, closed)
        and not any(begins <= day <= ends for begins, ends in holidays)
    ]


def tables_on(day: date, facilities: Collection[Facility]) -> list[Table]:
    """The canteens of these places on a day, in six queries whatever their number."""
    seated: dict[int, list[Child]] = {facility.pk: [] for facility in facilities}
    if facilities and serving_days(day, day):
        for place, child in _expected(day, seated):
            seated[place].append(child)
    children = {child.pk for guests in seated.values() for child in guests}
    diets = diets_on(day, children) if children else {}
    return [Table(facility, _guests(seated[facility.pk], diets)) for facility in facilities]


def _expected(day: date, places: Collection[int]) -> list[tuple[int, Child]]:
    """Those enrolled at these canteens on this day of the week."""
    rows = Enrolment.objects.holding().filter(
        group__activity__facility__in=places,
        group__activity__kind=Activity.Kind.CANTEEN,
        weekdays__contains=[day.isoweekday()],
        starts_on__lte=day,
        ends_on__gte=day,
    )
    found = rows.select_related("child", "group__activity").order_by("child__first_name", "pk")
    return [(row.group.activity.facility_id, row.child) for row in found]


def _guests(children: list[Child], diets: dict[int, str]) -> list[Guest]:
    shared = Counter((child.first_name, child.level) for child in children)
    return [
        Guest(child, _called(child, shared[child.first_name, child.level]), Diet(diets[child.pk]))
        for child in children
    ]


def _called(child: Child, alike: int) -> str:
    """« Lina (CP) »; « Lina B. (CP) » when another Lina sits in the same class."""
    initial = f" {child.last_name[:1]}." if alike > 1 else ""
    level = f" ({child.get_level_display()})" if child.level else ""
    return f"{child.first_name}{initial}{level}"
