"""Steps that nobody has to do now: `Until` waits for a date, `Job` for a worker.

Both are rows of the wait table: the sweep moves them, whichever worker is up, and after an
outage too.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.timezone import now
from viewflow.workflow import nodes

from cases.inbox import open_wait
from cases.models import Case, Wait
from cases.outbox import call_worker_after_commit
from cases.recording import record
from cases.sides import Side
from workflows.engine.failing import WORK
from workflows.engine.nodes import Text, Waiting, WaitingActivation, part_of


class Until(Waiting):
    """Waits for a moment, then leaves by `due`: an effect at a date, the end of a trial.

    `moment` says when, of the case; one that is past is due at once. The turn is a third
    party's unless said otherwise: the town's promise does not run while nothing can be done.
    """

    task_type, shape, bpmn_element = "TIMER", nodes.Timer.shape, "intermediateCatchEvent"
    on = Wait.For.CLOCK

    def __init__(
        self,
        title: Text,
        moment: Callable[[Case], datetime],
        *,
        opens: str = "waiting_for_date",
        turn: str = Side.THIRD,
    ) -> None:
        super().__init__(title)
        self.moment, self.opens, self.turn = moment, opens, turn

    def open(self, activation: WaitingActivation, case: Case) -> None:
        """Write when to wake."""
        at, moment = now(), self.moment(case)
        record(case, self.opens, turn=self.turn)
        open_wait(
            case,
            task=activation.task,
            on=self.on,
            node=self.name,
            part=part_of(activation),
            since=at,
            wake_at=max(at, moment),
        )


class Job(Waiting):
    """Slow work of a worker, outside the case's lock, left by `done` or, after the last try, by
    `failed`, which leads to a task of somebody who can mend it. Without a `failed` it stays here:
    it is tried once a day, and stands with the administrators, who have it tried at once.

    `work(case_id)` must be harmless when done twice: a worker may die after it.
    """

    task_type, shape, bpmn_element = "JOB", nodes.Function.shape, "serviceTask"
    on = Wait.For.WORKER
    TRIES = 5

    def __init__(self, title: Text, work: Callable[[int], None], **exits) -> None:
        super().__init__(title, **exits)
        self.work = work

    def open(self, activation: WaitingActivation, case: Case) -> None:
        """Write the row, then call a worker; the sweep calls again when the call is lost."""
        at = now()
        open_wait(
            case,
            task=activation.task,
            on=self.on,
            node=self.name,
            part=part_of(activation),
            since=at,
            wake_at=at,
        )
        call_worker_after_commit(WORK, activation.task.pk)
