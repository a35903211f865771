"""What holds of every case of every démarche, whoever did what to it, at any moment."""

from collections.abc import Iterable

from viewflow.workflow.status import PROCESS

from activities.capacity import taken_by_day
from activities.models import Group
from cases.clock import closures_for, tally, turns_of
from cases.models import Case, Wait
from cases.sides import Side
from cases.stuck import violations
from tests.flows.play import Play
from workflows.engine.acts import turn_of
from workflows.engine.nodes import Family, Waiting
from workflows.engine.parallel import Meet
from workflows.engine.procedure import registry

CLOSED = set(Case.State.values) - {Case.State.DRAFT, Case.State.OPEN}


def all_hold(pks: Iterable[int], play: Play) -> None:
    """Look at these cases of one démarche, as they stand in the database now."""
    cases = Case.objects.select_related("process").filter(pk__in=pks)
    assert list(violations(Case.objects.filter(pk__in=pks))) == []
    for case in cases:
        holds(case, play)


def holds(case: Case, play: Play) -> None:
    """Look at one case."""
    numbers_have_no_gap(case)
    waits = list(case.waits.select_related("task").order_by("pk"))
    if case.state in CLOSED:
        assert (waits, case.turn, case.due_at, case.step) == ([], "", None, "")
    else:
        waits_while_live(case, waits)
    process_agrees(case, waits)
    figures_equal_the_recount(case)
    nobody_was_reminded_twice(case)
    found, owed = play.counted(case)
    assert found == owed, f"{case.procedure} {case.state}: {found} instead of {owed}"


def numbers_have_no_gap(case: Case) -> None:
    """Events are numbered from one on."""
    numbers = list(case.events.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, case.last_event + 1))


def waits_while_live(case: Case, waits: list[Wait]) -> None:
    """A live case has a next step, a queue or a waiting party, and a date (promise 10); one active
    task a step and part."""
    procedure, steps = registry[case.procedure], [(wait.node, wait.part) for wait in waits]
    assert waits
    assert len(steps) == len(set(steps))
    assert case.step in {wait.node for wait in waits}
    assert procedure.stage_of(case.step) < len(procedure.stages)
    assert case.turn == turn_of({wait.on for wait in waits})
    assert (case.due_at is None) == (case.turn != Side.TOWN)  # the town's clock stands meanwhile
    for wait in waits:
        if wait.on == Wait.For.STAFF:
            assert wait.service_id is not None
            assert wait.due_at is not None
        else:
            assert wait.wake_at is not None
            assert wait.owner_id is None


def process_agrees(case: Case, waits: list[Wait]) -> None:
    """Viewflow's process says the same as the case and its waits."""
    expected = {Case.State.OPEN: PROCESS.NEW, Case.State.WITHDRAWN: PROCESS.CANCELED}
    assert case.process.status == expected.get(case.state, PROCESS.DONE)
    opened = list(case.process.task_set.filter(finished__isnull=True))
    waiting = {task.pk for task in opened if isinstance(task.flow_task, Waiting)}
    assert waiting == {wait.pk for wait in waits}
    assert all(isinstance(t.flow_task, Meet) for t in opened if t.pk not in waiting)
    assert case.state == Case.State.OPEN or not opened
    endings = list(case.events.filter(kind__in=CLOSED).values_list("kind", flat=True))
    assert endings == ([case.state] if case.state in CLOSED else [])


def figures_equal_the_recount(case: Case) -> None:
    """The clock's figures are found again from the events alone (promise 14)."""
    until = case.closed_at or case.turn_since
    spent = tally(turns_of(case), until, closures_for(case, until))
    stored = {side: getattr(case, f"{side}_seconds") for side in Side.values}
    assert {side: int(time.total_seconds()) for side, time in spent.items()} == stored


def nobody_was_reminded_twice(case: Case) -> None:
    """Each time that the family is waited for, each of its reminders fires once at most."""
    tasks = [task.flow_task for task in case.process.task_set.all()]
    most = sum(len(node.remind) for node in tasks if isinstance(node, Family))
    assert case.events.filter(kind__in=["reminded", "last_notice"]).count() <= most


def no_place_is_given_twice() -> None:
    """Nowhere are more places taken than there are."""
    groups = list(Group.objects.all())
    taken = taken_by_day(groups)
    assert all(n <= group.places for group in groups for n in taken[group.pk].values())
