"""What an accepted judgment changes: rights and homes, written at its date, both parents told."""

from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone, localdate

from accounts.models import User
from cases.models import Case
from cases.recording import record
from cases.wakeup import rights_changed
from family.judgments import set_by_judgment
from workflows.situation.judgment import ruling_of

NODE, EXIT = "judge", "accept"


def words(case: Case) -> dict:
    """What the agent read in the judgment; empty when none was accepted."""
    for said in reversed(case.data.get("decisions", [])):
        if (said["node"], said["exit"]) == (NODE, EXIT):
            return said
    return {}


def ruled_since(case: Case) -> date | None:
    """From when the judgment holds; None without one."""
    said = words(case)
    return date.fromisoformat(said["answers"]["since"]) if said else None


def starts_at(case: Case) -> datetime:
    """The first moment of that day, in the town."""
    day = ruled_since(case)
    if day is None:
        raise ValueError(f"case {case.reference} has no judgment")
    return datetime.combine(day, time(), get_current_timezone())


def when(case: Case, part: str) -> str:
    """Now or later."""
    return "later" if starts_at(case).date() > localdate() else "now"


def set_rights(case: Case, part: str) -> None:
    """Write the ruling in the name of the agent who read it; tell every parent."""
    if case.child is None:
        raise ValueError(f"case {case.reference} is about no child")
    said = words(case)
    changed = set_by_judgment(
        user=User.objects.filter(pk=said["by"]).first(),
        child=case.child,
        ruling=ruling_of(said["answers"]),
        case=case.reference,
    )
    rights_changed(case, [adult.user_id for adult in changed if adult.user_id])
    record(case, "rights_set")
