"""What the answer changes: the copy of the data is the family's."""

from cases.models import Case
from workflows.engine.issuing import issue


def give(case: Case) -> None:
    """The copy, if there is one, joins the family's documents and the case."""
    issue(case, "reply")
