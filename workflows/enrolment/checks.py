"""What the machine verifies: what stops a submission, and what it tells the agent."""

from django.utils.timezone import localdate

from activities.offer import fits
from activities.wishes import faults
from cases.models import Case, Piece
from cases.recording import record
from workflows.enrolment.asked import asked
from workflows.enrolment.exemption import is_asked


def blockers(case: Case) -> list[str]:
    """Reasons for which this request cannot be sent, all at once, in plain French."""
    return faults(asked(case), localdate())


def same_request(case: Case) -> str:
    """The reference of a live case about the same child and group; empty when there is none."""
    request = asked(case)
    others = Case.objects.live().filter(procedure=case.procedure, child=request.child)
    group = str(request.group.public_id)
    same = others.exclude(pk=case.pk).filter(data__declared__activite__group=group)
    return same.values_list("reference", flat=True).order_by("pk").first() or ""


def verify(case: Case) -> str:
    """Leave the agent a list of what was verified, so that he or she looks at the rest.

    A school outside of the child's district goes by the supervisor first: `exemption`.
    """
    request = asked(case)
    twin = same_request(case)
    missing = case.pieces.filter(state=Piece.State.ASKED).count()
    case.data["checks"] = [
        {"code": "age", "ok": fits(request.group, request.child)},
        {"code": "pieces", "ok": not missing, "count": missing},
        {"code": "twin", "ok": not twin, "reference": twin},
    ]
    record(case, "checked")
    return "exemption" if is_asked(case) else "done"
