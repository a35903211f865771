"""A démarche that is only a folder: every door offers it, treats it and counts it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from tests.api.conftest import Caller
from tests.factories import requests
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent, supervisor
from tests.workflows.following import TUESDAY_TEN, kinds, told, waits
from town.models import Service
from workflows.engine import acts
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
SLUG, READY = "carte-bibliotheque", {"ready_on": ["2026-11-27"], "text": ["À bientôt."]}
TITLE = "Demander une carte de bibliothèque"


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    """It is Tuesday, ten in the morning; mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def library() -> Service:
    return ServiceFactory(slug="bibliotheque", name="Bibliothèque")


@pytest.fixture
def librarian(library) -> User:
    return agent(library)


@pytest.fixture
def family():
    household, adult, (child,) = one_family()
    return household, adult, child


def answers(child) -> dict[str, dict[str, str]]:
    return {
        "enfant": {"child": str(child.public_id)},
        "carte": {"desk": "quai", "lends": "all", "careful": "on"},
    }


@pytest.fixture
def case(family, library) -> Case:
    """A request that waits for the library."""
    household, adult, child = family
    return requests.sent(SLUG, adult, household, answers(child))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.IdentifierOrEmail")
    return client


def text(client: Client, name: str, *args: str, **query: str) -> str:
    page = client.get(reverse(name, args=args), query)
    assert page.status_code == 200
    return page.content.decode()


def accept(case: Case, by: User) -> None:
    acts.decide(task_of(case).pk, "accept", actor=by, answers=READY)
    case.refresh_from_db()


def test_its_ways_out(case, librarian, clock):
    assert (kinds(case), waits(case)) == (["submitted", "checked"], [("staff", "check")])
    acts.decide(task_of(case).pk, "complement", actor=librarian, text="Quelle adresse ?")
    assert waits(case) == [("family", "missing")]
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    told()
    accept(case, librarian)
    assert (case.state, case.data["card"]) == ("accepted", f"BIB-{case.reference}")
    assert told() == [f"Demande {case.reference} : carte de bibliothèque prête"]


def test_without_an_answer_it_is_dropped_and_a_refusal_says_why(case, family, librarian, clock):
    acts.decide(task_of(case).pk, "complement", actor=librarian, text="Quelle adresse ?")
    clock.shift(21 * 24 * 3600)
    assert sweep_waits() == 1
    case.refresh_from_db()
    assert case.state == "abandoned"
    household, adult, child = family
    again = requests.sent(SLUG, adult, household, answers(child))
    with pytest.raises(acts.Refused):
        acts.decide(task_of(again).pk, "refuse", actor=librarian)
    acts.decide(task_of(again).pk, "refuse", actor=librarian, reason="late")
    again.refresh_from_db()
    assert again.state == "refused"


def test_a_parent_finds_it_fills_it_and_follows_it(family, library, librarian):
    _household, adult, child = family
    parent = signed_in(adult.user)
    assert TITLE in text(parent, "portal:procedures")
    assert "prête en trois jours" in text(parent, "portal:procedure", SLUG)
    begun = parent.post(reverse("portal:begin", args=[SLUG]))
    reference = begun.url.split("/")[-4]
    for step, given in answers(child).items():
        address = reverse("portal:step", args=[reference, step])
        assert parent.post(address, given).status_code == 302
    assert "Justificatif de domicile" in text(parent, "portal:draft_pieces", reference)
    assert "Bibliothèque du quai" in text(parent, "portal:summary", reference)
    parent.post(reverse("portal:submit", args=[reference]), {"act": str(uuid4())})
    case = Case.objects.get(reference=reference)
    assert (case.state, case.service) == ("open", library)
    assert "La bibliothèque prépare la carte" in text(parent, "portal:case", reference)
    accept(case, librarian)
    page = text(parent, "portal:case", reference)
    assert f"BIB-{reference}" in page
    assert "vendredi 27 novembre 2026" in page


def test_an_agent_files_it_at_the_counter(family, library, librarian):
    household, adult, child = family
    desk = signed_in(librarian)
    assert TITLE in text(desk, "desk:household", household.public_id)
    address = reverse("desk:begin", args=[household.public_id, SLUG])
    desk.post(address, {"asker": str(adult.public_id)})
    reference = Case.objects.get().reference
    for step, given in answers(child).items():
        address = reverse("desk:counter_step", args=[reference, step])
        assert desk.post(address, given).status_code == 302
    desk.post(reverse("desk:counter_submit", args=[reference]), {"act": str(uuid4())})
    assert Case.objects.get().state == "open"
    assert library.name in text(desk, "desk:receipt", reference)


def test_the_library_finds_it_in_its_inbox_and_decides(case, librarian):
    desk = signed_in(librarian)
    assert f'<option value="{SLUG}">{TITLE}</option>' in text(desk, "desk:filters")
    assert case.reference in text(desk, "desk:inbox", demarche=SLUG)
    assert case.reference not in text(desk, "desk:inbox", demarche="inscription")
    page = text(desk, "desk:case", case.reference)
    assert "Aucune carte à ce nom" in page
    assert "La carte est prête" in page
    address = reverse("desk:decide", args=[case.reference, "accept"])
    assert "La carte est prête à partir du" in text(desk, "desk:decide", case.reference, "accept")
    sent = {"act": str(uuid4()), "task": task_of(case).pk, "ready_on": "2026-11-27", "text": ""}
    assert desk.post(address, sent).status_code == 302
    case.refresh_from_db()
    assert case.state == "accepted"


def test_its_flow_is_drawn(case, librarian):
    desk = signed_in(librarian)
    assert TITLE in text(desk, "desk:charts")
    for page in (
        text(desk, "desk:chart", SLUG),
        text(desk, "desk:case_chart", case.reference),
        text(desk, "desk:bpmn", SLUG),
    ):
        assert "Préparer la carte" in page


def test_other_software_asks_for_it_and_decides(family, librarian):
    _household, adult, child = family
    parent = Caller(adult.user)
    assert SLUG in {p["slug"] for p in parent.get("procedures/").json()}
    reference = parent.post("cases/", {"procedure": SLUG}).json()["reference"]
    for step, given in answers(child).items():
        as_lists = {name: [value] for name, value in given.items()}
        told_back = parent.put(f"cases/{reference}/steps/{step}/", {"answers": as_lists}).json()
        assert told_back["complete"] is True, told_back
    assert parent.post(f"cases/{reference}/submit/").json()["state"] == "open"
    task = task_of(Case.objects.get()).pk
    clerk = Caller(librarian)
    decisions = {d["exit"]: d for d in clerk.get(f"tasks/{task}/").json()["decisions"]}
    assert [field["name"] for field in decisions["accept"]["asks"]] == ["ready_on", "text"]
    body = {"exit": "accept", "answers": READY}
    assert clerk.post(f"tasks/{task}/decide/", body, format="json").json()["state"] == "accepted"


def test_the_tower_counts_it_and_lists_it(case, library):
    tower = signed_in(supervisor(library))
    page = " ".join(text(tower, "supervision:tower", demarche=SLUG).split())
    assert f'value="{SLUG}" selected > {TITLE}' in page
    assert case.reference in text(tower, "supervision:cases", vue="ouvertes", demarche=SLUG)
    assert case.reference not in text(
        tower, "supervision:cases", vue="ouvertes", demarche="inscription"
    )


def test_its_receipt_and_its_letter_are_written(case, family, librarian):
    _household, adult, _child = family
    parent = signed_in(adult.user)
    assert "Bibliothèque" in text(parent, "portal:receipt", case.reference)
    accept(case, librarian)
    for name in ("portal:receipt_pdf", "portal:decision_pdf"):
        paper = parent.get(reverse(name, args=[case.reference]))
        assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
