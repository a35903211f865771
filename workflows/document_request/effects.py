"""What the service's decision changes: the paper is the family's."""

from cases.models import Case
from workflows.engine.issuing import issue


def give(case: Case) -> None:
    """The paper joins the family's documents and the case."""
    issue(case, "issue")
