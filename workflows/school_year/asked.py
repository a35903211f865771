"""What a year's file asks for, read back from the case: the year, the children, each wish.

A wish is one child in one activity; its code is its rank in what was declared, for good.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from activities.models import Activity, Group, Period
from activities.school_years import YEAR_KINDS, open_years, years
from activities.wishes import Wish
from cases.models import Case
from cases.recording import uuid_or_none
from family.models import Child
from town.models import Service
from workflows.engine.child_step import children_for
from workflows.engine.typed import typed, typed_all

Kind = Activity.Kind
FIRST = "enfants"
MOST = 8  # children in one file; a larger family makes a second one


@dataclass(frozen=True)
class Part:
    """One wish, as the flow treats it."""

    code: str
    wish: Wish

    @property
    def name(self) -> str:
        """`Lina · Restauration scolaire`."""
        activity = self.wish.group.activity
        return f"{self.wish.child.first_name} · {activity.get_kind_display()}"


def step_of(rank: int) -> str:
    """The form's step about the child of that rank in the home."""
    return f"enfant-{rank}"


def field_of(child: Child, group: Group) -> str:
    """The question of a child's days in a group: no answer for one child is read for another."""
    return f"{child.public_id.hex[:8]}-{group.public_id.hex}"


def at_home(case: Case) -> list[Child]:
    """The children that the file may be about, in an order that holds while it is filled."""
    return case.once("children of the home", lambda: list(children_for(case).order_by("pk")[:MOST]))


def typed_year(case: Case) -> Period | None:
    """The year chosen so far; the only one that is open needs no choice."""
    open_now = case.once("open years", lambda: list(open_years(_day_of(case))))
    given = typed(case, FIRST, "year")
    chosen = [year for year in open_now if year.starts_on.isoformat() == given]
    return chosen[0] if chosen else open_now[0] if len(open_now) == 1 else None


def _day_of(case: Case) -> date:
    return localdate(case.submitted_at) if case.submitted_at else localdate()


def chosen(case: Case) -> list[tuple[int, Child]]:
    """The children ticked so far, each with the rank of its step."""
    ticked = set(typed_all(case, FIRST, "children"))
    ranked = enumerate(at_home(case), start=1) if ticked else ()
    return [(rank, child) for rank, child in ranked if str(child.public_id) in ticked]


def parts(case: Case) -> list[Part]:
    """Every wish: as it was declared, or as it stands in a draft."""
    if "declared" in case.data:
        return case.once("wishes", lambda: _numbered(case, _declared(case)))
    return sorted(_numbered(case, _typed(case)), key=_in_the_day)


def _in_the_day(found: Part) -> tuple[int, int]:
    """Child by child, in the order of a day: a draft keeps its answers in no order."""
    return found.wish.child.pk, YEAR_KINDS.index(Kind(found.wish.group.activity.kind))


def part(case: Case, code: str) -> Part:
    """The wish of that code."""
    return next(found for found in parts(case) if found.code == code)


def codes(case: Case) -> list[str]:
    """The parts of the flow."""
    return [found.code for found in parts(case)]


def service_of(case: Case, code: str) -> Service:
    """Who decides a wish: the service of its facility."""
    return part(case, code).wish.group.activity.facility.service


Rough = tuple[str, str, list[int]]  # child, group, days


def _declared(case: Case) -> Iterator[Rough]:
    """What was frozen at the submission, child by child."""
    steps = case.data["declared"]
    for rank in range(1, MOST + 1):
        said = steps.get(step_of(rank), {})
        for wish in said.get("wishes", ()):
            yield said["child"], wish["group"], wish["weekdays"]


def _typed(case: Case) -> Iterator[Rough]:
    """What was typed, valid or not."""
    for rank, child in chosen(case):
        for name, days in case.data.get("typed", {}).get(step_of(rank), {}).items():
            whose, _dash, group = name.partition("-")
            ticked = sorted({int(day) for day in days if day.isdigit() and 1 <= int(day) <= 7})
            if whose == child.public_id.hex[:8] and ticked:
                yield str(child.public_id), group, ticked


def _numbered(case: Case, rough: Iterator[Rough]) -> list[Part]:
    """The records behind it, in two queries; what is gone meanwhile keeps its number."""
    rows = [(uuid_or_none(child), uuid_or_none(group), days) for child, group, days in rough]
    kids = Child.objects.filter(public_id__in=[row[0] for row in rows]).select_related("school")
    groups = Group.objects.filter(public_id__in=[row[1] for row in rows if row[1]])
    child_of: dict[UUID | None, Child] = {child.public_id: child for child in kids}
    group_of: dict[UUID | None, Group] = {
        group.public_id: group
        for group in groups.select_related("activity__facility__service", "period")
    }
    return [
        Part(str(number), Wish(child_of[child], found, days, starts_on(case, found.period)))
        for number, (child, group, days) in enumerate(rows, start=1)
        if child in child_of and (found := group_of.get(group)) is not None
    ]


def starts_on(case: Case, year: Period) -> date:
    """From the day that was asked for; else from the year's first day, or at once."""
    asked = case.data.get("declared", {}).get(FIRST, {}).get("starts_on")
    given = asked or typed(case, FIRST, "starts_on")
    try:
        day = date.fromisoformat(given)
    except (TypeError, ValueError):
        day = year.starts_on
    return max(day, year.starts_on, _day_of(case))


def year_of(case: Case) -> Period | None:
    """The year that a sent file is about, else the one chosen so far."""
    declared = case.data.get("declared")
    if declared is None:
        return typed_year(case)
    given = declared[FIRST]["year"]
    return case.once("year", lambda: years().filter(starts_on=given).first())
