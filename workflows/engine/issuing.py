"""A paper that the town gives: into the family's store, and into the case that asked for it."""

from django.utils.translation import gettext_lazy as _

from cases.models import Case, Piece
from documents.models import Document
from workflows.engine.answers import last_answers
from workflows.engine.step import Refused

GIVEN_ALREADY = _("Ce document a déjà été remis\u00a0: envoyez-le de nouveau.")


def issue(case: Case, exit: str, field: str = "document") -> None:
    """Give the family the paper sent with the decision: it was nobody's until now.

    It stands in the household's store, under the child it is about, and in the case, where
    both sides open it.
    """
    named = last_answers(case, exit).get(field)
    if not named:
        return
    papers = Document.objects.select_for_update().filter(public_id=named, household=None)
    paper = papers.first()
    if paper is None:  # given in another case meanwhile
        raise Refused([GIVEN_ALREADY])
    paper.household, paper.child = case.household, case.child
    paper.save(update_fields=["household", "child"])
    given = {"document": paper, "state": Piece.State.ISSUED, "blocking": False}
    Piece.objects.update_or_create(case=case, kind=paper.kind, defaults=given)
