"""A school trip: each service gives its opinion, a worker books the coach, and it leaves."""

from datetime import datetime

from django.utils.timezone import now
from viewflow import this

from cases.models import Case
from town.models import Service
from workflows.engine.flow import CaseFlow
from workflows.engine.later import Job, Until
from workflows.engine.nodes import Begin, Effect, Family, Outcome, Staff
from workflows.engine.parallel import Each, Meet
from workflows.engine.procedure import Decision, Procedure, Route, Stage

booked: list[int] = []


def parts(case: Case) -> list[str]:
    """The services that must give their opinion, by slug."""
    return case.data["parts"]


def service_of(case: Case, part: str) -> Service:
    """The service behind a part."""
    return Service.objects.get(slug=part)


def note_opinion(case: Case, part: str) -> None:
    """Keep that a service agreed."""
    case.data.setdefault("agreed", []).append(part)


def book(case_id: int) -> None:
    """Book the coach; tests make it fail."""
    booked.append(case_id)


def leaves_at(case: Case) -> datetime:
    """When the coach leaves."""
    return datetime.fromisoformat(case.data["leaves_at"])


class TripFlow(CaseFlow):
    """Every kind of node, once."""

    start = Begin().Next(this.each)
    each = Each("Avis", parts, this.opinion, this.all_said)
    opinion = Staff("Donner un avis", days=2, service=service_of).On(
        agree=this.noted, ask=this.missing, object=this.all_said
    )
    missing = Family(
        "Compléter", opens="complement_asked", closes={"answered": "answered"}, days=10
    ).On(answered=this.opinion, late=this.all_said)
    noted = Effect("Noter l’avis", note_opinion).On(done=this.all_said)
    all_said = Meet("Tous les avis").Next(this.booking)
    booking = Job("Réserver le car", lambda case_id: book(case_id)).On(  # noqa: PLW0108 (tests put another)
        done=this.departure, failed=this.mend
    )
    mend = Staff("Réserver à la main", days=1).On(done=this.departure)
    departure = Until("Attendre le départ", leaves_at).On(due=this.gone)
    gone = Outcome("Parti", Case.State.ACCEPTED)


class Trip(Procedure):
    """The declaration."""

    slug, title, summary, flow = "sortie", "Sortie scolaire", "", TripFlow
    stages = (
        Stage("Avis", ("each", "opinion", "missing")),
        Stage("Départ", ("booking", "mend", "departure")),
    )
    decisions = {
        "opinion": (
            Decision("agree", "Donner un avis favorable", ""),
            Decision("ask", "Demander un complément", "", asks_pieces=True),
            Decision("object", "Donner un avis défavorable", ""),
        ),
        "mend": (Decision("done", "C’est réservé", ""),),
    }

    def route(self, case: Case) -> Route:
        """To the first service."""
        service = Service.objects.get(slug=case.data["parts"][0])
        return Route(service=service, facility=None, title="Sortie")


def trip(case: Case, services: list[Service], leaves_at: datetime | None = None) -> None:
    """Say what a draft is about."""
    case.data |= {
        "parts": [service.slug for service in services],
        "leaves_at": (leaves_at or now()).isoformat(),
    }
    case.save(update_fields=["data"])
