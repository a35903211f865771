"""What the machine verifies: what stops a submission, and what it tells the agent."""

from django.utils.timezone import localdate

from activities.offer import fits
from activities.wishes import faults
from cases.models import Case
from cases.recording import record
from workflows.engine import place_checks
from workflows.enrolment.asked import asked
from workflows.enrolment.exemption import is_asked


def blockers(case: Case) -> list[str]:
    """Reasons for which this request cannot be sent, all at once, in plain French."""
    return faults(asked(case), localdate())


def verify(case: Case) -> str:
    """Leave the agent a list of what was verified, so that he or she looks at the rest.

    A school outside of the child's district goes by the supervisor first: `exemption`.
    """
    request = asked(case)
    case.data["checks"] = place_checks.found(case, fits=fits(request.group, request.child))
    record(case, "checked")
    return "exemption" if is_asked(case) else "done"
