"""Which sensitive sections of the family's file a task opens: what its démarche says it needs."""

from accounts.models import User
from cases.models import Case
from cases.permissions import section_open_to
from family.models import SensitiveReading
from workflows.engine.settings import procedure_of

HEALTH = SensitiveReading.Section.HEALTH


def open_sections(user: User, case: Case) -> frozenset[str]:
    """The sections that the tasks which this agent has taken need, while they are open.

    Of a case with parts side by side, each agent gets what his or her own part needs.
    """
    own = case.waits.filter(owner=user).values_list("node", flat=True)
    reads = procedure_of(case).reads
    needed = {section for node in own for section in reads.get(node, ()) if _of(case, section)}
    return frozenset(needed) if section_open_to(user, case, needed=bool(needed)) else frozenset()


def _of(case: Case, section: str) -> bool:
    """Whether the case names whose section it is: a child's health, a household's money."""
    return bool(case.child_id if section == HEALTH else case.household_id)
