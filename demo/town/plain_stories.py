"""Requests that are no enrolment: a question, a certificate, an appeal, one's own data."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random

from cases.models import Case, Wait
from demo.town.ground import Ground
from demo.town.play import new_reference, typed_query
from demo.town.timeline import Timeline
from family.models import Adult, Child
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry

Answers = Mapping[str, Mapping[str, str | list[str]]]


class Request:
    """One request of a ready sign-in, filed some working days ago."""

    def __init__(self, ground: Ground, rng: Random, username: str, days_ago: int) -> None:
        self.ground, self.rng = ground, rng
        self.time = Timeline(ground.now, rng, days_ago)
        self.adult = Adult.objects.select_related("user").get(user__username=username)
        self.home = self.adult.households.get()
        self.case: Case

    def file(self, slug: str, answers: Answers) -> None:
        """Begin, answer everything, send."""
        user = self.adult.user
        with self.time.travel():
            self.case = drafts.begin(
                registry[slug], user=user, applicant=self.adult, household=self.home
            )
            self.case.reference = new_reference(self.rng)
            self.case.save(update_fields=["reference"])
            for step, given in answers.items():
                drafts.keep_typed(self.case.pk, step, typed_query(given), actor=user)
        with self.time.later(least=3).travel():
            acts.submit(self.case.pk, actor=user)

    def decide(self, who: str, exit: str, **words) -> None:
        """Somebody of the service takes the task and decides."""
        task, agent = Wait.objects.get(case=self.case.pk).pk, self.ground.staff[who]
        with self.time.later().travel():
            acts.claim(task, actor=agent)
        with self.time.later().travel():
            acts.decide(task, exit, actor=agent, **words)


def question_about_a_bill(ground: Ground, rng: Random) -> None:
    """Camille asked about a bill, and was answered."""
    asked = Request(ground, rng, "parent", 9)
    asked.file(
        "demande-libre",
        {
            "sujet": {"subject": "billing", "child": ""},
            "message": {
                "title": "Deux goûters facturés le même jour",
                "text": "Bonjour, la facture compte deux goûters le 12. Noé n’en a pris qu’un.",
            },
        },
    )
    answer = (
        "Bonjour,\nVous avez raison : un goûter est retiré, la prochaine facture en tient compte."
    )
    asked.decide("agent-regie", "answer", answers={"text": [answer]})


def certificate_for_noe(ground: Ground, rng: Random) -> None:
    """Camille waits for a certificate of attendance."""
    asked = Request(ground, rng, "parent", 2)
    noe = Child.objects.get(first_name="Noé", ties__adult=asked.adult)
    asked.file(
        "demande-document",
        {
            "document": {"kind": "attendance", "precision": "Pour mon employeur."},
            "periode": {
                "child": str(noe.public_id),
                "starts_on": (ground.today - timedelta(days=120)).isoformat(),
                "ends_on": (ground.today - timedelta(days=10)).isoformat(),
            },
        },
    )


def data_of_julien(ground: Ground, rng: Random) -> None:
    """Julien wants to know what the town knows of him."""
    Request(ground, rng, "exparent", 4).file(
        "donnees-personnelles",
        {"droit": {"right": "access"}, "donnees": {"kinds": ["identity", "payments"], "text": ""}},
    )


def appeal_against_a_refusal(ground: Ground, rng: Random) -> None:
    """A family contests the last refusal that a childhood service gave it."""
    services = [ground.services[slug] for slug in ("enfance-periscolaire", "petite-enfance")]
    refused = Case.objects.filter(state=Case.State.REFUSED, service__in=services)
    refused = refused.exclude(applicant__user=None).select_related("applicant__user")
    decided = refused.order_by("-closed_at").first()
    if decided is None:
        return
    contested = Request(ground, rng, decided.applicant.user.username, 0)
    contested.file(
        "recours-gracieux",
        {
            "decision": {"case": decided.reference},
            "motifs": {
                "grounds": "Nous avons emménagé dans la commune le mois dernier, le bail est joint.",
                "wish": "Que la demande soit revue.",
            },
        },
    )


PLAIN_STORIES = [
    question_about_a_bill,
    certificate_for_noe,
    data_of_julien,
    appeal_against_a_refusal,
]
