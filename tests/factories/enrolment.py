"""An enrolment from its offer to its case, made by the engine itself, never by hand."""

from datetime import timedelta
from uuid import uuid4

from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from activities.models import Group
from cases.models import Case, Wait
from cases.sides import Side
from family.models import Adult, Child, Household
from tests.factories.activities import group_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from town.models import Service
from workflows.engine import acts, conversation, drafts
from workflows.engine.procedure import registry


def draft(
    adult: Adult, household: Household, child: Child, group: Group, *, by: User | None = None
) -> Case:
    """A draft with every answer typed, begun by the parent or by `by`."""
    user = by or adult.user
    case = drafts.begin(registry["inscription"], user=user, applicant=adult, household=household)
    for slug, answers in typed(child, group).items():
        form = QueryDict(mutable=True)
        for name, values in answers.items():
            form.setlist(name, values)
        drafts.keep_typed(case.pk, slug, form, actor=user)
    case.refresh_from_db()
    return case


def typed(child: Child, group: Group) -> dict[str, dict[str, list[str]]]:
    """Good answers, step by step."""
    return {
        "enfant": {"child": [str(child.public_id)]},
        "activite": {"group": [str(group.public_id)]},
        "jours": {
            "weekdays": ["1", "4"],
            "starts_on": [(localdate() + timedelta(days=3)).isoformat()],
        },
        "accords": {"rules_read": ["on"], "certified": ["on"]},
    }


def submitted(
    adult: Adult, household: Household, child: Child, group: Group, *, by: User | None = None
) -> Case:
    """A request on the desk of the group's service."""
    case = draft(adult, household, child, group, by=by)
    acts.submit(case.pk, actor=by or adult.user, act=uuid4())
    case.refresh_from_db()
    return case


def task_of(case: Case) -> Wait:
    """What the case waits for."""
    return Wait.objects.get(case=case)


def request(
    service: Service | None = None,
    *,
    group: Group | None = None,
    complement: bool = False,
    offered: bool = False,
    message: str = "",
    **parent: object,
) -> Case:
    """A family of one child that asked for a place, walked on as far as the traits say.

    `complement`: an agent asks for a proof of address; `offered`: the group is full and the
    waiting list is offered; `message`: the parent wrote this.
    """
    service = service or (group.activity.facility.service if group else ServiceFactory())
    group = group or group_of(service, places=0 if offered else 30)
    household, adult, (child,) = one_family(**parent)
    case = submitted(adult, household, child, group)
    if message:
        conversation.post_message(case.pk, message, author=adult.user, side=Side.FAMILY)
    if complement:
        ask_complement(case)
    if offered:
        acts.decide(task_of(case).pk, "accept", actor=agent(service))
    case.refresh_from_db()
    return case


def refuse(case: Case, *, by: User | None = None) -> None:
    """An agent refuses, with a ground and words."""
    clerk = by or agent(case.service)
    words = {"reason": "residence", "text": "Le justificatif est d’une autre commune."}
    acts.decide(task_of(case).pk, "refuse", actor=clerk, **words)
    case.refresh_from_db()


def ask_complement(case: Case, *, by: User | None = None) -> None:
    """An agent finds the proof of address unreadable."""
    clerk = by or agent(case.service)
    acts.decide(task_of(case).pk, "complement", actor=clerk, pieces={"address": "illisible"})
