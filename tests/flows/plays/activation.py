"""A visitor who asks for an account: known to the town, or not."""

from django.conf import settings

from cases.models import Case
from family.models import Invitation
from tests.factories import requests
from tests.factories.family import AdultFactory, ChildFactory, HouseholdFactory, MembershipFactory
from tests.factories.town import ServiceFactory
from tests.flows.play import Family, Play
from workflows.activation.asked import STEP
from workflows.engine import drafts
from workflows.engine.procedure import registry


class Played(Play):
    """Demande d’ouverture de compte."""

    def settle(self, *, places, days):
        """The service that welcomes families, and a family without account."""
        ServiceFactory(slug=settings.WELCOME_SERVICE)
        home = HouseholdFactory(name="Famille Le Goff")
        adult = AdultFactory(first_name="Zoé", last_name="Le Goff", email="")
        MembershipFactory(household=home, adult=adult)
        ChildFactory(first_name="Noé", last_name="Le Goff", homes=[home])

    def draft(self, family: Family, choice, by=None):
        """By nobody whom the town knows yet."""
        known = choice % 2 == 1
        answers = {
            STEP: {
                "first_name": "Zoé" if known else f"Inconnue{choice}",
                "last_name": "Le Goff" if known else f"Nouvelle{choice}",
                "street": "12 rue des Lilas",
                "postcode": "60230",
                "city": "Valmont-sur-Esches",
                "email": f"zoe{Case.objects.count()}@exemple.fr",
                "children": "Noé",
                "facility": "",
            }
        }
        case = drafts.begin(registry["activation"], user=None, applicant=None, household=None)
        requests.type_in(case, answers, by=None)
        return case

    def counted(self, case):
        """A link for whom was recognised or welcomed, and the case is then the family's."""
        accepted = case.state == Case.State.ACCEPTED
        links = Invitation.objects.filter(adult=case.applicant_id).exists()
        return (links, case.household_id is not None), (accepted, accepted)
