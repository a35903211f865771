"""What a family says of a child's health, with a proof of vaccination one time in two."""

from documents.models import Document
from family.models import DietChange, VaccineCheck
from tests.factories import health
from tests.flows.play import Family, Play, exits


class Played(Play):
    """Informations de santé."""

    def draft(self, family: Family, choice, by=None):
        """With a proof, or without."""
        proof = choice % 2 == 1
        answers = health.health_answers(family.child, has_proof=["yes" if proof else "no"])
        case = health.begun("sante", family.adult, family.household, answers, by=by)
        if proof:
            health.give(case, Document.Kind.VACCINES)
        return case

    def counted(self, case):
        """One diet for each agreement, one check for each look at a proof."""
        diets = DietChange.objects.filter(case_reference=case.reference).count()
        checks = VaccineCheck.objects.filter(case_reference=case.reference)
        seen = [exits(case, "complete", "vaccines", "overdue"), exits(case, "incomplete")]
        told = list(checks.values_list("up_to_date", flat=True))
        return [diets, told.count(True), told.count(False)], [exits(case, "accept", "check"), *seen]
