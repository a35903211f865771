"""The inbox's rows: what is copied onto a wait so that a page of tasks is one index scan."""

from datetime import datetime

from accounts.names import folded
from cases.models import Case, Wait


def family_name(case: Case) -> str:
    """The family as a row shows it."""
    if case.household:
        return case.household.name
    asker = case.data.get("asker", "")
    return asker if isinstance(asker, str) else ""


def open_wait(case: Case, *, task, on: str, node: str, **when: datetime | None) -> Wait:
    """Write the row an open step is found by. The caller holds the case's lock."""
    child = str(case.child) if case.child_id else ""
    family = family_name(case)
    return Wait.objects.create(
        task=task,
        case=case,
        on=on,
        node=node,
        service_id=case.service_id,
        facility_id=case.facility_id,
        procedure=case.procedure,
        reference=case.reference,
        family_name=family,
        child_name=child,
        search=folded(f"{family} {child} {case.reference} {case.title}")[:400],
        **when,
    )
