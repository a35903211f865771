"""A PAI: a meeting, moved or not, then a plan that is signed."""

from documents.models import Document
from family.models import CarePlan
from tests.factories import health
from tests.flows.play import Family, Play, exits


class Played(Play):
    """Projet d’accueil individualisé."""

    def draft(self, family: Family, choice, by=None):
        """With the physician's document."""
        answers = health.care_answers(family.child)
        case = health.begun("pai", family.adult, family.household, answers, by=by)
        health.give(case, Document.Kind.PAI)
        return case

    def counted(self, case):
        """One plan once a meeting was set, signed once it was held."""
        plans = CarePlan.objects.filter(case_reference=case.reference)
        made = [bool(day) for day in plans.values_list("signed_on", flat=True)]
        return made, [bool(exits(case, "sign"))] if exits(case, "meet") else []
