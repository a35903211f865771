"""Promise 10 as a question to the records: which cases are stuck, and what they lack."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, Involved, Wait


@dataclass(frozen=True)
class Violation:
    """A case that nobody would ever move, or that moves after its end."""

    reference: str
    lacks: str


NO_DATE = Q(on=Wait.For.STAFF, due_at=None) | ~Q(on=Wait.For.STAFF) & Q(wake_at=None)
NO_QUEUE = Q(on=Wait.For.STAFF, service=None)
INVOLVED = Involved.objects.filter(case=OuterRef("case"), service=OuterRef("service"))
OTHERS_QUEUE = Q(on=Wait.For.STAFF) & ~Q(service=OuterRef("service")) & ~Q(Exists(INVOLVED))
NO_PARTY = Q(on=Wait.For.FAMILY, case__household=None, case__applicant=None)


def _waits(condition: Q | None = None) -> Exists:
    waits = Wait.objects.filter(case=OuterRef("pk"))
    return Exists(waits.filter(condition) if condition is not None else waits)


def violations(cases: QuerySet[Case] | None = None) -> Iterator[Violation]:
    """Every case that breaks the invariant, with what it lacks."""
    every = Case.objects.all() if cases is None else cases
    live, over = every.filter(state=Case.State.OPEN), every.exclude(state=Case.State.OPEN)
    broken = [
        ("no next step", live.filter(~_waits())),
        ("a step without a date", live.filter(_waits(NO_DATE))),
        ("a task in no queue", live.filter(_waits(NO_QUEUE))),
        ("a task in another service's queue", live.filter(_waits(OTHERS_QUEUE))),
        ("a family's step without a family", live.filter(_waits(NO_PARTY))),
        ("nobody's turn", live.filter(Q(turn="") | Q(turn_since=None))),
        ("no date promised by the town", live.filter(turn="town", due_at=None)),
        ("a step after the end", over.filter(_waits())),
        ("a turn after the end", over.exclude(turn="")),
        ("an end without a date", over.exclude(state="draft").filter(closed_at=None)),
        ("an end before the end", live.filter(closed_at__isnull=False)),
    ]
    for lacks, rows in broken:
        for reference in rows.order_by("pk").values_list("reference", flat=True).iterator():
            yield Violation(reference, lacks)
