"""Cases: an open request of a family, a draft; what happens in them."""

from uuid import UUID

import factory
from django.utils.timezone import now

from accounts.models import User
from cases.models import Case, CaseEvent
from cases.recording import Acting, record
from cases.sides import Side
from tests.factories.family import HouseholdFactory
from tests.factories.town import ServiceFactory
from workflows.engine.step import step


class CaseFactory(factory.django.DjangoModelFactory):
    """A request sent a moment ago, without any event yet; `draft=True` for one not sent."""

    class Meta:
        model = Case

    class Params:
        draft = factory.Trait(
            state=Case.State.DRAFT, submitted_at=None, turn="", turn_since=None, service=None
        )

    procedure = "inscription"
    state = Case.State.OPEN
    household = factory.SubFactory(HouseholdFactory)
    service = factory.SubFactory(ServiceFactory)
    title = "Inscription à la cantine"
    submitted_at = factory.LazyFunction(now)
    turn = Side.TOWN
    turn_since = factory.LazyFunction(now)


def happen(
    case: Case, *kinds: str, actor: User | None = None, side: str = "", act: UUID | None = None
) -> list[CaseEvent]:
    """Let these kinds of event happen in one step of the case."""
    with step(Acting(actor, side, act), pk=case.pk) as locked:
        return [record(locked, kind) for kind in kinds]
