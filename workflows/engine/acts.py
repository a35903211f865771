"""What people do to a case. Each act is one transaction, and happens once however often sent.

Doors call these functions and nothing else. Rights are the doors' question to `permissions`;
here is held what keeps the procedure whole.
"""

from uuid import UUID

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case, Wait
from cases.recording import Acting, record
from cases.sides import Side
from town.working_time import DAY
from workflows.engine import sealed_answers
from workflows.engine.answers import Typed, answers_form, faults_of
from workflows.engine.drafts import read_form
from workflows.engine.pieces import ask_pieces, settle_pieces, still_missing
from workflows.engine.procedure import Decision, Procedure
from workflows.engine.settings import closed_words, keep_settings, procedure_of
from workflows.engine.step import (
    MOVED,
    SUBMITTED,
    Refused,
    Stale,
    TakenBy,
    at_task,
    at_wait,
    happens_once,
    refuse_if_reserved,
    step,
)

NEEDS_REASON = _("Choisissez le motif du refus\u00a0: la famille doit le connaître.")
NO_SUCH_ANSWER = _("Cette réponse n’est pas proposée ici.")
NEEDS_WORDS = _("Précisez ce motif en quelques mots\u00a0: seul, il n’explique rien à la famille.")
NEEDS_PIECES = _("Indiquez au moins un document ou précisez votre demande.")


@happens_once
def submit(case_id: int, *, actor: User, side: str = Side.FAMILY, act: UUID | None = None) -> None:
    """Send a draft: check it all, freeze what was declared, start the flow.

    Raises Refused with everything that is missing or impossible, Stale when already sent.
    """
    with step(Acting(actor, side, act), joined=SUBMITTED, pk=case_id) as case:
        if case.state != Case.State.DRAFT:
            raise Stale
        keep_settings(case)
        procedure = procedure_of(case)
        _freeze(procedure, case, actor)
        _enter(procedure, case)


def _freeze(procedure: Procedure, case: Case, actor: User) -> None:
    """Check the whole form once more and keep what it declares."""
    if not procedure.open_on(localdate()):
        raise Refused([closed_words(procedure)])
    case.data["declared"] = read_form(procedure, case, actor)
    procedure.bind(case)
    blockers = procedure.blockers(case)
    if blockers:
        raise Refused(blockers)
    route = procedure.route(case)
    case.service, case.facility, case.title = route.service, route.facility, route.title


def _enter(procedure: Procedure, case: Case) -> None:
    """Open the case, start its clock and its flow."""
    case.state, case.submitted_at = Case.State.OPEN, now()
    case.sla_seconds = int((DAY * procedure.sla_days).total_seconds())
    settle_pieces(procedure, case)
    record(case, "submitted", turn=Side.TOWN)
    start = procedure.flow.instance.start_node
    activation = start.activation_class.create(start, None, None)
    activation.process.case = case
    activation.execute()
    arrive(case)


def arrive(case: Case) -> None:
    """After a move: note the step reached, or record the outcome and stop the clock."""
    if case.state != Case.State.OPEN:
        _forget_sealed(case)
        record(case, case.state, turn="")
        return
    waits = list(Wait.objects.filter(case=case).order_by("pk").values_list("node", "on"))
    case.step = waits[0][0] if waits else ""
    turn = turn_of({on for _node, on in waits})
    if turn != case.turn:  # another branch goes on than the one that has just moved
        record(case, "turn_passed", turn=turn)


def turn_of(waited_on: set[str]) -> str:
    """Whose turn it is, of what the case waits for: the town's while it has anything to do."""
    if not waited_on or waited_on & {Wait.For.STAFF, Wait.For.WORKER}:
        return Side.TOWN
    return Side.FAMILY if Wait.For.FAMILY in waited_on else Side.THIRD


def _forget_sealed(case: Case) -> None:
    """What only the way to the decision needed."""
    forms = {step.slug: step.form for step in procedure_of(case).steps if step.form.sealed}
    if forms:
        sealed_answers.drop(case, forms)


@happens_once
def claim(task_id: int, *, actor: User, act: UUID | None = None) -> None:
    """Take a task. Raises TakenBy when a colleague has it, Stale when it is gone."""
    with at_task(task_id, Acting(actor, Side.TOWN, act)) as (case, wait):
        _not_taken(wait, actor)
        if wait.owner_id is None:
            wait.owner, wait.unread = actor, False
            wait.save(update_fields=["owner", "unread"])
            record(case, "claimed")


@happens_once
def release(task_id: int, *, actor: User, act: UUID | None = None) -> None:
    """Put one's task back into the queue."""
    with at_task(task_id, Acting(actor, Side.TOWN, act)) as (case, wait):
        _not_taken(wait, actor)
        if wait.owner_id is not None:
            wait.owner = None
            wait.save(update_fields=["owner"])
            record(case, "released")


@happens_once
def reassign(task_id: int, *, to: User, actor: User, act: UUID | None = None) -> None:
    """Give a task to a colleague, whoever had it; the door checks that `to` may treat it."""
    with at_task(task_id, Acting(actor, Side.TOWN, act)) as (case, wait):
        refuse_if_reserved(wait, to)
        if wait.owner_id != to.pk:
            wait.owner = to
            wait.save(update_fields=["owner"])
            record(case, "reassigned", to=to.pk)


def _not_taken(wait: Wait, actor: User) -> None:
    if wait.owner_id not in (None, actor.pk) and wait.owner:
        raise TakenBy(wait.owner)
    refuse_if_reserved(wait, actor)


@happens_once
def decide(
    task_id: int,
    exit: str,
    *,
    actor: User,
    act: UUID | None = None,
    reason: str = "",
    text: str = "",
    pieces: dict[str, str] | None = None,
    answers: Typed | None = None,
) -> None:
    """Leave a staff task by one of its declared decisions.

    A refusal needs a declared reason; asking for a complement needs pieces (kind → comment) or
    a text; what else the decision asks is in `answers`. Raises Refused, TakenBy, Reserved, Stale.
    """
    with at_wait(task_id, Wait.For.STAFF, Acting(actor, Side.TOWN, act)) as (
        case,
        wait,
        activation,
    ):
        _not_taken(wait, actor)
        procedure = procedure_of(case)
        declared = procedure.decision(wait.node, exit)
        if declared not in procedure.offered(case, wait.node):
            raise Refused([NO_SUCH_ANSWER])
        _check_decision(procedure, declared, reason=reason, text=text, pieces=pieces)
        said = _answers(declared, case, actor, answers)
        text = said.pop("text", text)
        if declared.asks_pieces:
            ask_pieces(case, pieces or {})
        words: dict = {"reason": reason, "text": text, "pieces": pieces}
        if said:
            words["answers"] = said
        _keep_words(case, wait.node, exit, actor, **words, **_about(wait))
        if declared.event:
            record(case, declared.event, **_about(wait))
        activation.leave(exit)
        arrive(case)


def _check_decision(procedure, declared, *, reason, text, pieces) -> None:
    ground = procedure.reason(reason)
    if declared.refuses and ground is None:
        raise Refused([NEEDS_REASON])
    if declared.refuses and ground.needs_words and not text.strip():
        raise Refused([NEEDS_WORDS])
    if declared.asks_pieces and not (pieces or text.strip()):
        raise Refused([NEEDS_PIECES])


def _answers(declared: Decision, case: Case, actor: User, typed: Typed | None) -> dict:
    """What the decision asks, judged once more now that the case is locked."""
    if declared.asks is None:
        return {}
    form = answers_form(declared, case, actor, typed)
    if not form.is_valid():
        raise Refused(faults_of(form))
    return form.declared()


def _about(wait: Wait) -> dict[str, str]:
    return {"part": wait.part} if wait.part else {}


def _keep_words(case: Case, node: str, exit: str, actor: User, **words) -> None:
    """Keep what the decision said with the case; events carry no words."""
    said = {"node": node, "exit": exit, "by": actor.pk, "at": now().isoformat(), **words}
    case.data.setdefault("decisions", []).append(said)


@happens_once
def answer(
    task_id: int,
    exit: str = "answered",
    *,
    actor: User,
    side: str = Side.FAMILY,
    act: UUID | None = None,
) -> None:
    """The family answers what the case waits for; the turn goes back to the town.

    Raises Refused while an indispensable document is missing, Stale when it is too late.
    """
    with at_wait(task_id, Wait.For.FAMILY, Acting(actor, side, act)) as (case, _wait, activation):
        if exit not in activation.flow_task.closes:  # `late` is the clock's alone
            raise Refused([NO_SUCH_ANSWER])
        missing = still_missing(case) if exit == "answered" else []
        if missing:
            raise Refused(missing)
        record(case, activation.flow_task.closes[exit], turn=Side.TOWN)
        activation.leave(exit)
        arrive(case)


@happens_once
def withdraw(
    case_id: int, *, actor: User, side: str = Side.FAMILY, act: UUID | None = None
) -> None:
    """Take a request back, until it is decided. Raises Stale afterwards."""
    with step(Acting(actor, side, act), joined=MOVED, pk=case_id) as case:
        if case.state != Case.State.OPEN:
            raise Stale
        end_early(case, Case.State.WITHDRAWN)


def end_early(case: Case, state: str) -> None:
    """Stop the flow where it is and give back what the request holds. Within its step.

    Raises Stale when it has no flow to stop.
    """
    if case.process is None:
        raise Stale
    case.process.flow_class.instance.cancel(case.process)
    procedure_of(case).left(case)
    case.state, case.step = state, ""
    _forget_sealed(case)
    record(case, state, turn="")


def expire(task_id: int) -> None:
    """The family did not answer in time: leave by `late`. Called by the sweep."""
    with at_wait(task_id, Wait.For.FAMILY, Acting()) as (case, wait, activation):
        if wait.wake_at is None or wait.wake_at > now():
            raise Stale
        activation.leave("late")
        arrive(case)


def wake(task_id: int) -> None:
    """A date has come: leave by `due`. Called by the sweep; raises Stale before the date."""
    with at_wait(task_id, Wait.For.CLOCK, Acting()) as (case, wait, activation):
        if wait.wake_at is None or wait.wake_at > now():
            raise Stale
        record(case, "date_reached", turn=Side.TOWN)
        activation.leave("due")
        arrive(case)


def remind(task_id: int) -> None:
    """Remind the family of what is awaited, once a reminder. Called by the sweep."""
    with at_wait(task_id, Wait.For.FAMILY, Acting()) as (case, wait, activation):
        at, node = now(), activation.flow_task
        if wait.wake_at is None or wait.remind_at is None or wait.remind_at > at:
            raise Stale
        wait.remind_at = node.next_reminder(wait.since, wait.wake_at, at)
        wait.tries, wait.error, wait.failing_since = 0, "", None
        wait.save(update_fields=["remind_at", "tries", "error", "failing_since"])
        kind = "reminded" if wait.remind_at else "last_notice"
        record(case, kind, deadline=localdate(wait.wake_at).isoformat())
