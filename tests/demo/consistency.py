"""What must hold for each case of a town, however it was made. Answers with what does not."""

from collections import defaultdict

from django.db.models import Count, F, Q
from viewflow.workflow.models import Process, Task

from cases.clock import closures_for, tally, turns_of
from cases.models import Case, CaseEvent, Message, Note, Piece, Wait
from cases.stuck import violations
from town.working_time import PARIS

OPENING, CLOSING = (8, 30), (17, 0)


def wrongly_numbered() -> list[str]:
    """Cases whose events are not numbered 1, 2 … last_event in the order of time."""
    events = defaultdict(list)
    rows = CaseEvent.objects.order_by("case_id", "number")
    for case_id, number, at in rows.values_list("case_id", "number", "at"):
        events[case_id].append((number, at))
    return [
        case.reference
        for case in Case.objects.all()
        if [number for number, _ in events[case.pk]] != list(range(1, case.last_event + 1))
        or [at for _, at in events[case.pk]] != sorted(at for _, at in events[case.pk])
    ]


def wrongly_waiting() -> list[str]:
    """Live cases that wait for nothing, others that wait for something."""
    cases = Case.objects.annotate(n=Count("waits"))
    wrong = cases.filter(Q(state="open", n=0) | (~Q(state="open") & Q(n__gt=0)))
    return list(wrong.values_list("reference", flat=True))


def stuck() -> list[str]:
    """Cases without a next step, a queue or a waiting party, and a date (promise 10)."""
    return [f"{found.reference}: {found.lacks}" for found in violations()]


def wrongly_flowing() -> list[str]:
    """Cases whose process or tasks tell another state than the case."""
    live = Task.objects.filter(process__case__state="open").exclude(status__in=["DONE", "CANCELED"])
    live = live.exclude(flow_task_type="JOIN")  # a meeting that waits for other parts
    waited = set(Wait.objects.values_list("task_id", flat=True))
    wrong = [f"task {pk}" for pk in set(live.values_list("pk", flat=True)) ^ waited]
    ended = Process.objects.exclude(case__state__in=["open"]).filter(finished=None)
    alone = Process.objects.filter(case=None)
    return wrong + [f"process {process.pk}" for process in [*ended, *alone]]


def wrongly_copied() -> list[str]:
    """Rows that show another case's person, words or papers."""
    elsewhere = Wait.objects.exclude(
        reference=F("case__reference"),
        service=F("case__service"),
        family_name=F("case__household__name"),
    )
    papers = Piece.objects.filter(document__isnull=False).exclude(
        document__household=F("case__household")
    )
    words = [
        row.case_id
        for model, kind in ((Message, "message"), (Note, "note"))
        for row in model.objects.select_related("case")
        if not row.case.events.filter(number=row.number, kind=kind, actor=row.author_id, at=row.at)
    ]
    declared = [
        case.reference
        for case in Case.objects.submitted().filter(procedure="inscription").select_related("child")
        if case.data["declared"]["enfant"]["child"] != str(case.child.public_id)
    ]
    return [*map(str, elsewhere), *map(str, papers), *map(str, words), *declared]


def wrongly_timed() -> list[str]:
    """Cases whose clock is not the one their events tell."""
    wrong = []
    for case in Case.objects.submitted().prefetch_related("events"):
        until = case.closed_at or case.turn_since
        spent = tally(turns_of(case), until, closures_for(case, until))
        kept = {"town": case.town_seconds, "family": case.family_seconds}
        if any(abs(spent[side].total_seconds() - kept[side]) > 3 for side in kept):
            wrong.append(case.reference)
    return wrong


def out_of_hours() -> list[str]:
    """Events at night, on a Sunday, in the small hours."""
    local = [(event, event.at.astimezone(PARIS)) for event in CaseEvent.objects.all()]
    return [
        str(event)
        for event, at in local
        if at.weekday() > 4 or not OPENING <= (at.hour, at.minute) <= CLOSING
    ]


CHECKS = [
    wrongly_numbered,
    wrongly_waiting,
    stuck,
    wrongly_flowing,
    wrongly_copied,
    wrongly_timed,
    out_of_hours,
]
