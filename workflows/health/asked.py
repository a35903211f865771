"""What a health update declares, read back from its case."""

from dataclasses import dataclass
from typing import Any

from cases.models import Case
from family.models import Child
from workflows.engine.child_step import declared_child

MEAL, CARE, VACCINES, PERMITS, AGREED = "repas", "soins", "vaccins", "autorisations", "accords"
# Of the record's facts, those that a family declares here, by the step that asks.
HEALTH_FACTS = {"allergies": MEAL, "care_needs": MEAL, "doctor": CARE}
PERMIT_FACTS = {
    "emergency_care_allowed": CARE,
    "photo_allowed": PERMITS,
    "may_leave_alone": PERMITS,
}


@dataclass(frozen=True)
class Update:
    """The facts to keep of a child, what he or she will eat, and who may come for him or her."""

    child: Child
    diet: str
    facts: dict[str, Any]
    collectors: list[str]  # public ids of people of the entourage who may collect
    newcomer: dict[str, str]  # someone to add to the entourage; empty for nobody
    has_proof: bool


def update(case: Case) -> Update:
    """The update as declared at submission.

    A fact left unanswered at the counter, where the record is not shown, stays as it is on file.
    """
    said = case.data["declared"]
    named = HEALTH_FACTS | PERMIT_FACTS
    facts = {name: said[step][name] for name, step in named.items()}
    permits = said[PERMITS]
    newcomer = {
        name: permits[f"new_{name}"] for name in ("first_name", "last_name", "link", "phone")
    }
    return Update(
        child=declared_child(case),
        diet=said[MEAL]["diet"],
        facts={name: value for name, value in facts.items() if value is not None},
        collectors=list(permits["collectors"]),
        newcomer=newcomer if newcomer["last_name"] else {},
        has_proof=said[VACCINES]["has_proof"],
    )
