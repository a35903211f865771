"""The documents of a year's file: one proof of address for the home, an insurance a child."""

from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from documents.models import Document
from documents.reuse import reusable
from family.models import Child
from workflows.engine.procedure import PieceAsked
from workflows.school_year.asked import parts

Kind = Document.Kind
ADDRESS = PieceAsked(Kind.ADDRESS, _("Pour vérifier que vous habitez la commune."))
INSURANCE = PieceAsked(Kind.INSURANCE, _("Pour couvrir l’enfant pendant l’activité."))


def children(case: Case) -> list[Child]:
    """The children of the wishes, once each."""
    return list({found.wish.child.pk: found.wish.child for found in parts(case)}.values())


def insured(case: Case) -> list[Child]:
    """Those whose insurance the store has, and still counts."""
    if case.household is None:
        return []
    day = localdate()
    return [
        child
        for child in children(case)
        if reusable(case.household, child, Kind.INSURANCE, day) is not None
    ]


def asked(case: Case) -> list[PieceAsked]:
    """One insurance is asked for as in any enrolment; of several children, only that of those
    whose insurance the town has not. A case has one document of a kind: all of them in one."""
    kids = children(case)
    if len(kids) == 1:
        return [ADDRESS, INSURANCE]
    known = insured(case)
    without = [child.first_name for child in kids if child not in known]
    if not without:
        return [ADDRESS]
    names = ", ".join(without)
    why = now_("Pour couvrir %(names)s, en un seul document s’ils sont plusieurs.")
    return [ADDRESS, replace(INSURANCE, why=why % {"names": names})]
