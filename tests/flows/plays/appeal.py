"""An appeal against a refusal, judged by somebody else."""

from uuid import uuid4

from tests.factories import money, requests
from tests.factories.town import agent
from tests.flows.play import Family, Play
from tests.flows.plays import free_request
from tests.flows.plays.allocataire import Played as Quotient
from workflows.engine import acts


class Played(Play):
    """Recours gracieux."""

    def settle(self, *, places, days):
        """A démarche whose refusals are contested, and who refuses."""
        free_request.Played().settle(places=places, days=days)
        self.contested = Quotient()
        self.contested.settle(places=places, days=days)
        self.clerk = agent(money.billing())

    def draft(self, family: Family, choice, by=None):
        """Against a quotient that was refused a moment ago."""
        decided = self.contested.draft(family, choice)
        acts.submit(decided.pk, actor=family.adult.user, act=uuid4())
        decided.refresh_from_db()
        refused = {"reason": "other", "text": "Le justificatif est d’un autre foyer."}
        acts.decide(decided.waits.get().pk, "refuse", actor=self.clerk, act=uuid4(), **refused)
        answers = {
            "decision": {"case": decided.reference},
            "motifs": {"grounds": "Nous avons un nouveau papier.", "wish": "Le bon tarif."},
        }
        home = family.household
        return requests.draft("recours-gracieux", family.adult, home, answers, by=by)

    def counted(self, case):
        """It stays about its decision, and who took that one has not judged it."""
        judges = {said["by"] for said in case.data.get("decisions", [])}
        return (case.about is not None, self.clerk.pk in judges), (True, False)
