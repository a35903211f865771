"""Never asked twice: the document that a household has already given and that still counts."""

from datetime import date

from django.db.models import Q

from documents.models import WRITTEN_BY_TOWN, Document
from family.models import Child, Household

Kind = Document.Kind
# One child's paper never stands for another's.
OF_ONE_CHILD = frozenset({Kind.VACCINES, Kind.INSURANCE, Kind.PAI})
# The home's own, whichever child's request it was given in: the next one asks it of nobody.
OF_THE_HOME = frozenset({Kind.ADDRESS})
# What the town writes, what has no kind, what is of one account: replaces nothing.
NEVER = WRITTEN_BY_TOWN | {Kind.OTHER, Kind.MANDATE, Kind.BANK_DETAILS}


def reusable(household: Household, child: Child | None, kind: str, day: date) -> Document | None:
    """The newest checked document of this kind that is still valid on a day, or None.

    Only the household's own: what the other parent gave from another household stays there.
    """
    if kind in NEVER or (kind in OF_ONE_CHILD and child is None):
        return None
    whose = Q(child=child) if kind in OF_ONE_CHILD else Q(child=child) | Q(child=None)
    found = Document.objects.usable_on(day).filter(whose, household=household, kind=kind)
    return found.order_by("-created_at", "-pk").first()
