"""What the machine verifies of a health update."""

from cases.models import Case
from cases.recording import record
from workflows.engine.child_step import declared_child


def same_request(case: Case) -> str:
    """The reference of another live update about the same child; empty when there is none."""
    others = Case.objects.live().filter(procedure=case.procedure, child=declared_child(case))
    return (
        others.exclude(pk=case.pk).values_list("reference", flat=True).order_by("pk").first() or ""
    )


def verify(case: Case) -> None:
    """Leave the agent what was verified; nothing of what was declared is in it."""
    twin = same_request(case)
    case.data["checks"] = [{"code": "twin", "ok": not twin, "reference": twin}]
    record(case, "checked")
