"""A family's rights over its data: answered line by line, within a month, with the CNIL named."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Piece
from documents.models import Document
from documents.pdf import write
from documents.permissions import household_may_open
from family.models import Membership
from tests.documents.reading import text_of
from tests.factories import requests
from tests.factories.documents import DocumentFactory
from tests.factories.enrolment import task_of
from tests.factories.family import AdultFactory, MembershipFactory, one_family
from tests.factories.town import ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN, give_missing, kinds, told, waits
from town.models import Service
from workflows.engine import acts, letters
from workflows.engine.drafts import Incomplete
from workflows.engine.procedure import registry
from workflows.engine.receipt import receipt
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
CHECK, MISSING = ("staff", "check"), ("family", "missing")


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is Tuesday, ten in the morning, until a test says otherwise."""
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def welcome() -> Service:
    return ServiceFactory(slug=settings.PERSONAL_DATA_SERVICE)


@pytest.fixture
def clerk(welcome) -> User:
    return agent(welcome)


def asked(right: str = "erasure", text: str = "Les papiers de 2019.") -> requests.Answers:
    return {
        "droit": {"right": right},
        "donnees": {"kinds": ["documents", "payments"], "text": text},
    }


def sent(right: str = "erasure", **more: object) -> Case:
    household, adult, _children = one_family()
    return requests.sent("donnees-personnelles", adult, household, asked(right), **more)


@pytest.fixture
def case(welcome) -> Case:
    """A request to erase documents and payments."""
    return sent()


def copy(by: User) -> str:
    """A copy of the data that the agent has just sent to the store."""
    kind = Document.Kind.CERTIFICATE
    return str(DocumentFactory(kind=kind, household=None, uploaded_by=by).public_id)


LINES = {"line_documents": ["done"], "line_payments": ["accounts"]}


def test_it_goes_to_the_service_in_charge_of_data_and_needs_no_paper(case, welcome):
    assert (case.service, case.child) == (welcome, None)
    assert (kinds(case), waits(case)) == (["submitted"], [CHECK])
    assert not case.pieces.exists()
    (found,) = registry[case.procedure].verified(case)
    assert found.ok


def test_its_acknowledgement_gives_a_month_and_names_the_cnil(case, clerk, client):
    found = receipt(case)
    assert found.silence_on.isoformat() == "2026-12-24"
    assert case.due_at.date().isoformat() < "2026-12-24"
    client.force_login(case.applicant.user)
    page = client.get(reverse("portal:receipt", args=[case.reference])).content.decode()
    assert "www.cnil.fr" in page
    assert "www.cnil.fr" in text_of(write(letters.acknowledgement(found, town=settings.TOWN)))


def test_each_line_is_answered_done_or_kept_with_its_ground(case, clerk, client):
    told()
    acts.decide(task_of(case).pk, "reply", actor=clerk, answers=LINES)
    assert (kinds(case), case.state) == (["submitted", "settled"], Case.State.SETTLED)
    assert told() == [f"Demande {case.reference} : réponse du service"]
    client.force_login(case.applicant.user)
    page = client.get(reverse("portal:case", args=[case.reference])).content.decode()
    letter = text_of(write(letters.decision(case, town=settings.TOWN)))
    for words in ("Effacées", "pièces comptables", "www.cnil.fr"):
        assert words in letter, words
    assert "Effacées" in page
    assert "pièces comptables dix ans" in page


@pytest.mark.parametrize(
    "answers",
    [None, {"line_documents": ["done"]}, {**LINES, "line_payments": ["because"]}],
)
def test_no_line_is_left_without_an_answer(case, clerk, answers):
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "reply", actor=clerk, answers=answers)
    assert (kinds(case), waits(case)) == (["submitted"], [CHECK])


def test_a_right_of_access_is_answered_by_a_copy(welcome, clerk):
    case = sent("access")
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "reply", actor=clerk, answers=LINES)
    answers = {**LINES, "document": [copy(clerk)]}
    acts.decide(task_of(case).pk, "reply", actor=clerk, answers=answers)
    assert kinds(case)[-1] == "settled"
    piece = case.pieces.get()
    assert piece.state == Piece.State.ISSUED
    assert household_may_open(case.applicant.user, piece.document)


def test_no_copy_is_owed_when_the_town_has_nothing(welcome, clerk):
    case = sent("access")
    answers = {line: ["none"] for line in LINES}
    acts.decide(task_of(case).pk, "reply", actor=clerk, answers=answers)
    assert (kinds(case)[-1], case.pieces.count()) == ("settled", 0)


def test_at_the_counter_an_identity_document_is_asked(welcome, clerk):
    household, _adult, _children = one_family()
    person = AdultFactory(user=None)
    role = Membership.Role.CO_REPRESENTATIVE
    MembershipFactory(household=household, adult=person, role=role)
    case = requests.sent("donnees-personnelles", person, household, asked(), by=clerk)
    (piece,) = case.pieces.all()
    assert (piece.kind, piece.blocking) == (Document.Kind.IDENTITY, True)
    (found,) = registry[case.procedure].verified(case)
    assert not found.ok


def test_who_asks_must_say_what_unless_it_is_a_copy(welcome):
    household, adult, _children = one_family()
    for right in ("correction", "erasure", "objection"):
        with pytest.raises(Incomplete):
            requests.sent("donnees-personnelles", adult, household, asked(right, text=" "))
    case = requests.sent("donnees-personnelles", adult, household, asked("access", text=""))
    assert kinds(case) == ["submitted"]


def test_a_refusal_says_why_and_names_the_cnil(case, clerk, client):
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="excessive")
    acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="identity")
    assert (kinds(case)[-1], case.state) == ("refused", Case.State.REFUSED)
    client.force_login(case.applicant.user)
    page = client.get(reverse("portal:case", args=[case.reference])).content.decode()
    assert "www.cnil.fr" in page


def test_doubt_about_who_asks_is_lifted_by_a_complement(case, clerk, clock):
    acts.decide(task_of(case).pk, "complement", actor=clerk, pieces={"identity": "recto"})
    assert waits(case) == [MISSING]
    with pytest.raises(acts.Refused):
        acts.answer(task_of(case).pk, actor=case.applicant.user)
    case.pieces.update(state=Piece.State.REFUSED)
    give_missing(case)
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    assert waits(case) == [CHECK]


def test_a_family_that_does_not_answer_finds_its_request_closed(case, clerk, clock):
    acts.decide(task_of(case).pk, "complement", actor=clerk, text="De quels papiers s’agit-il ?")
    clock.shift(timedelta(days=31))
    sweep_waits()
    assert (kinds(case)[-1], case.state) == ("abandoned", Case.State.ABANDONED)


def test_it_can_be_withdrawn(case):
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert (kinds(case)[-1], case.state) == ("withdrawn", Case.State.WITHDRAWN)


def test_the_desk_draws_a_question_for_each_line(case, clerk, client):
    client.force_login(clerk)
    page = client.get(reverse("desk:decide", args=[case.reference, "reply"])).content.decode()
    assert page.count('name="line_documents"') == 1
    assert "Les documents que nous avons envoyés" in page
