"""A quotient, declared with its proof, that counts or is warned about."""

from django.utils.timezone import localdate

from billing.models import QuotientWarning
from cases.models import Case
from family.models import QuotientFamilial
from tests.factories import money
from tests.flows.play import Family, Play

WARNED = {Case.State.REFUSED, Case.State.ABANDONED}


class Played(Play):
    """Informations d’allocataire."""

    def settle(self, *, places, days):
        """The service that bills."""
        money.billing()

    def draft(self, family: Family, choice, by=None):
        """Declared by hand; the CAF is asked in tests of its own."""
        case = money.begin("allocataire", family.adult, family.household, by=by)
        money.fund_typed(case, how="declare")
        month = f"{localdate():%Y-%m}"
        money.answer(case, "quotient", quotient=str(400 + choice), month=month)
        return case

    def counted(self, case):
        """One quotient when it was accepted; else the home has been warned, once a day at most."""
        kept = QuotientFamilial.objects.filter(case_reference=case.reference).count()
        warned = QuotientWarning.objects.filter(household=case.household_id).exists()
        must = case.state in WARNED
        return (kept, warned or not must), (int(case.state == Case.State.ACCEPTED), True)
