"""What the machine verifies, and what the decision makes: a number that no other card has."""

from cases.models import Case
from cases.recording import record
from workflows.engine.child_step import declared_child


def cards_of(case: Case) -> list[str]:
    """The numbers of the cards that this child has already."""
    others = Case.objects.filter(
        procedure=case.procedure, child=declared_child(case), state=Case.State.ACCEPTED
    )
    return [other.data["card"] for other in others.exclude(pk=case.pk)]


def verify(case: Case) -> None:
    """Whether the child has a card: the number, and nothing of what was declared."""
    case.data["cards"] = cards_of(case)
    record(case, "checked")


def draw_card(case: Case) -> None:
    """The number is the case's own: there is one card a case, whatever happens twice."""
    case.data["card"] = f"BIB-{case.reference}"
