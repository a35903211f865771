"""One step of a case: one transaction, under the case's lock, all or nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from typing import Any
from uuid import UUID

import pghistory
from django.db import IntegrityError, transaction

from accounts.models import User
from cases.models import Case, CaseEvent, Wait
from cases.permissions import reserved
from cases.recording import Acting
from cases.wakeup import wake_service_after_commit
from workflows.engine.nodes import Waiting, WaitingActivation

SAVED = [
    "state", "step", "title", "data", "settings_version", "household", "child", "service", "facility", "process", "about",
    "last_event", "submitted_at", "closed_at", "turn", "turn_since", "town_seconds",
    "family_seconds", "third_seconds", "sla_seconds", "due_at", "updated_at",
]  # fmt: skip


COUNTED = ["last_event", "updated_at"]  # by a step that only adds an event
GLANCED_AT = (
    "reference",
    "procedure",
    "settings_version",
    "state",
    "last_event",
    "service",
    "household",
    "child",
)

# What the rules read of a case, got with its row in one statement; the rest as it is needed.
SUBMITTED = ("household", "applicant")
MOVED = ("process", "child")


class Stale(Exception):
    """The step was already done, or the case has moved on; nothing was changed."""


class AlreadyDone(Exception):
    """This very act was received before: a double click, a retry. The first one stands."""

    def __init__(self, event: CaseEvent) -> None:
        self.event = event
        super().__init__(f"act already recorded as event {event.number}")


class TakenBy(Stale):
    """A colleague has the task."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        super().__init__("the task is taken")


class Reserved(Stale):
    """The task is for others of the service: its supervisors, or who did not decide before."""


class Refused(Exception):
    """The act cannot be done as asked; `messages` says why, all at once, in plain French."""

    def __init__(self, messages: list) -> None:
        self.messages = messages
        super().__init__("; ".join(str(message) for message in messages))


def happens_once(act_function: Callable) -> Callable:
    """A repeated act is answered as the first one was, and changes nothing."""

    @wraps(act_function)
    def wrapper(*args, **kwargs) -> Any:
        try:
            return act_function(*args, **kwargs)
        except AlreadyDone:
            return None

    return wrapper


def _forget_outdated(case: Case, joined: tuple[str, ...]) -> None:
    """Only the case's own row is read anew after a wait for its lock: joined rows that it has
    got meanwhile (its process, its child) came as missing, and are left to be read."""
    for name in joined:
        if getattr(case, f"{name}_id") and getattr(case, name) is None:
            del case._state.fields_cache[name]


def _history(case: Case, acting: Acting) -> AbstractContextManager:
    """Changes of the family's file are kept with who and which case; it costs on each write, so
    only where a flow moves, and with it the démarche's effects."""
    return pghistory.context(user=acting.actor.pk if acting.actor else None, case=case.reference)


@contextmanager
def step(
    acting: Acting, *, joined: tuple[str, ...] = (), saved: list[str] = SAVED, **which
) -> Iterator[Case]:
    """The case, locked, saved at the end. Raises Stale (no such case) or AlreadyDone.

    `joined` names the records that the step's rules read of it, to be got in the same breath;
    `saved` what they may change of it.
    """
    act, case = acting.act, None
    try:
        with transaction.atomic():
            case = _locked(joined, saved, which)
            case.acting, case.readings = acting, {}
            if "process" in joined and case.process:
                case.process.case = case  # one object everywhere: no reload, one truth
            with _history(case, acting) if joined else nullcontext():
                yield case
                case.save(update_fields=saved)
    except (Stale, Refused, IntegrityError):
        # Looked up only now: an act received again is rare, and its first event, whose act is
        # unique, or the state that it left behind, undoes a second one whole.
        done = _done(act, case)
        if done is not None:
            raise AlreadyDone(done) from None
        raise


def _locked(joined: tuple[str, ...], saved: list[str], which: dict) -> Case:
    rows = Case.objects.select_for_update(no_key=True, of=["self"])
    rows = rows.select_related(*joined) if joined else rows
    rows = rows.only(*GLANCED_AT) if saved is COUNTED else rows
    case = next(iter(rows.filter(**which)), None)
    if case is None:
        raise Stale
    _forget_outdated(case, joined)
    return case


def _done(act: UUID | None, case: Case | None) -> CaseEvent | None:
    """The event of an act received before, in this case when it is known."""
    if act is None:
        return None
    events = CaseEvent.objects.filter(act=act)
    return (events.filter(case=case) if case else events).first()


@contextmanager
def at_wait(
    task_id: int, on: str, acting: Acting
) -> Iterator[tuple[Case, Wait, WaitingActivation]]:
    """The case, the wait and the activation behind an open step, locked. Raises Stale."""
    with step(acting, joined=MOVED, waits=task_id) as case:
        wait = _wait(case, task_id, on, "task")
        wait.task.process = case.process
        node = wait.task.flow_task
        if not isinstance(node, Waiting):
            raise LookupError(f"case {case.reference} waits on a lost node, {wait.node}")
        yield case, wait, node.activation_class(wait.task)


@contextmanager
def at_task(task_id: int, acting: Acting) -> Iterator[tuple[Case, Wait]]:
    """The case and the staff's wait, locked, for a step that leaves the flow where it is."""
    with step(acting, saved=COUNTED, waits=task_id) as case:
        yield case, _wait(case, task_id, Wait.For.STAFF)


def _wait(case: Case, task_id: int, on: str, *joined: str) -> Wait:
    rows = Wait.objects.filter(pk=task_id, on=on)
    wait = next(iter(rows.select_related(*joined) if joined else rows), None)
    if wait is None:  # it moved on while we waited for the lock
        raise Stale
    if wait.service_id and wait.service_id != case.service_id:
        wake_service_after_commit(case, wait.service_id)
    return wait


def refuse_if_taken(case: Case, actor: User | None) -> None:
    """Whoever has the case's task has the case: a colleague leaves it alone. Raises TakenBy."""
    taken = case.waits.exclude(owner=None).exclude(owner=actor).select_related("owner").first()
    if taken is not None and taken.owner:
        raise TakenBy(taken.owner)


def refuse_if_reserved(wait: Wait, person: User) -> None:
    """What the flow keeps for some people of the service, nobody else moves. Raises Reserved."""
    if (wait.role or wait.barred) and reserved(person, wait):
        raise Reserved
