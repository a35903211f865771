"""What the caller may do in a case, from the rules that each act asks again."""

from dataclasses import dataclass, field

from accounts.models import User
from cases.models import Case, Wait
from cases.permissions import Level, level, may_move, may_treat
from workflows.engine.procedure import Decision
from workflows.engine.settings import procedure_of


@dataclass(frozen=True)
class May:
    """The acts open to one person in one case; a list names the choices of an act."""

    level: Level
    fill: bool = False  # put a draft's answers, submit it, drop it
    provide: bool = False
    withdraw: bool = False
    post_message: bool = False
    add_note: bool = False
    claim: bool = False
    release: bool = False
    reassign: bool = False
    answer: list[str] = field(default_factory=list)
    decide: list[str] = field(default_factory=list)


def may(user: User, case: Case, wait: Wait | None) -> May:
    """What this person may do now; `wait` is what the case waits on."""
    reach = level(user, case)
    if reach < Level.WRITE:
        return May(reach)
    draft, live = case.state == Case.State.DRAFT, case.is_live
    treats = (
        wait is not None
        and wait.on == Wait.For.STAFF
        and may_treat(user, case)
        and may_move(user, wait)
    )
    free_or_mine = treats and wait.owner_id in (None, user.pk)
    return May(
        reach,
        fill=draft,
        provide=draft or live,
        withdraw=live,
        post_message=not draft,
        add_note=not draft and may_treat(user, case),
        claim=treats and wait.owner_id is None,
        release=treats and wait.owner_id == user.pk,
        reassign=treats,
        answer=answers_of(wait),
        decide=[d.exit for d in decisions_of(case, wait)] if free_or_mine else [],
    )


def answers_of(wait: Wait | None) -> list[str]:
    """The ways in which the family may answer what the case waits for."""
    if wait is None or wait.on != Wait.For.FAMILY:
        return []
    return list(wait.task.flow_task.closes)


def decisions_of(case: Case, wait: Wait) -> tuple[Decision, ...]:
    """The decisions that this step offers."""
    return procedure_of(case).offered(case, wait.node)
