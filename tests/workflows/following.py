"""What a test looks at while a case walks through its flow."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core import mail

from activities.models import Enrolment
from cases.models import Case, Piece
from cases.recording import Acting
from cases.sides import Side
from tests.factories.documents import DocumentFactory
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.pieces import provide

PARIS = ZoneInfo("Europe/Paris")
TUESDAY_TEN = datetime(2026, 11, 24, 10, tzinfo=PARIS)
HOUR = 3600


def kinds(case: Case) -> list[str]:
    """The kinds of the case's events, in order; their numbers have no gap."""
    rows = list(case.events.values_list("number", "kind"))
    case.refresh_from_db()
    assert [number for number, _kind in rows] == list(range(1, case.last_event + 1))
    return [kind for _number, kind in rows]


def waits(case: Case) -> list[tuple[str, str]]:
    """On whom and at which node the case waits."""
    return list(case.waits.values_list("on", "node"))


def told() -> list[str]:
    """Deliver what is due, and give the subjects of the mails sent since the last look."""
    sweep_deliveries()
    subjects = [message.subject.replace("\N{NO-BREAK SPACE}", " ") for message in mail.outbox]
    mail.outbox.clear()
    return subjects


def places_of(case: Case) -> list[str]:
    """The states of the enrolments that this case made."""
    found = Enrolment.objects.filter(case_reference=case.reference)
    return list(found.values_list("state", flat=True))


def give_missing(case: Case) -> None:
    """The family gives each document that is asked for again."""
    for piece in case.pieces.filter(state=Piece.State.REFUSED):
        document = DocumentFactory(household=case.household, kind=piece.kind)
        provide(piece, document, acting=Acting(case.applicant.user, Side.FAMILY))
