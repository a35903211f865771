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
        """One diet at most for an agreement, none when it is the one that stands; one check for
        each look at a proof."""
        agreed = exits(case, "accept", "check")
        diets = DietChange.objects.filter(case_reference=case.reference).count()
        stands = DietChange.objects.filter(child=case.child_id).exists()
        checks = VaccineCheck.objects.filter(case_reference=case.reference)
        told = list(checks.values_list("up_to_date", flat=True))
        seen = [exits(case, "complete", "vaccines", "overdue"), exits(case, "incomplete")]
        found = [diets <= agreed, stands or not agreed, told.count(True), told.count(False)]
        return found, [True, True, *seen]
