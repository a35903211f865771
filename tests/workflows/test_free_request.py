"""A free request: routed by its subject, answered with words, handed over, completed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.permissions import Level, level
from cases.queue import tasks_for
from cases.sides import Side
from documents.pdf import write
from family.models import Membership
from tests.documents.reading import text_of
from tests.factories import requests
from tests.factories.enrolment import task_of
from tests.factories.family import (
    ChildFactory,
    TieFactory,
    one_family,
    parent,
    separated_parents,
)
from tests.factories.town import FacilityFactory, ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN, kinds, told, waits
from town.models import Service
from workflows.engine import acts, letters
from workflows.engine.drafts import Incomplete
from workflows.engine.procedure import registry
from workflows.engine.receipt import receipt
from workflows.engine.step import Stale
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
CHECK, MISSING = ("staff", "check"), ("family", "missing")


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is Tuesday, ten in the morning, until a test says otherwise."""
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def canteen() -> Service:
    return ServiceFactory(slug="restauration-scolaire", name="Restauration scolaire")


@pytest.fixture
def billing() -> Service:
    return ServiceFactory(slug="regie", name="Régie")


@pytest.fixture
def clerk(canteen) -> User:
    return agent(canteen)


@pytest.fixture
def case(canteen) -> Case:
    """A request about the canteen, that an agent has to answer."""
    household, adult, _children = one_family()
    return requests.sent("demande-libre", adult, household, requests.about_canteen())


def transfer(case: Case, to: Service, by: User, text: str = "") -> None:
    answers = {"service": [to.slug], "text": [text]}
    acts.decide(task_of(case).pk, "transfer", actor=by, answers=answers)
    case.refresh_from_db()


def test_a_request_goes_to_the_service_of_its_subject_and_is_acknowledged(case, canteen):
    assert (case.service, case.facility, case.child) == (canteen, None, None)
    assert (kinds(case), waits(case)) == (["submitted"], [CHECK])
    assert (case.turn, case.due_at) == (Side.TOWN, TUESDAY_TEN + timedelta(days=14))
    assert told() == [f"Accusé de réception de votre demande {case.reference}"]
    found = receipt(case)
    assert (found.missing, found.silence_accepts) == ([], False)


def test_a_child_at_school_leads_to_the_service_that_runs_the_school(canteen):
    school = FacilityFactory()
    household, adult, _none = one_family(children=0)
    child = ChildFactory(homes=[household], school=school)
    TieFactory(adult=adult, child=child)
    answers = requests.about_canteen(str(child.public_id))
    answers["sujet"]["subject"] = "school"
    case = requests.sent("demande-libre", adult, household, answers)
    assert (case.service, case.facility, case.child) == (school.service, school, child)


def test_a_service_that_the_town_has_not_set_up_loses_no_request():
    welcome = ServiceFactory(slug=settings.WELCOME_SERVICE)
    household, adult, _children = one_family()
    case = requests.sent("demande-libre", adult, household, requests.about_canteen())
    assert case.service == welcome


def test_the_answer_closes_the_request_and_is_read_by_the_family(case, clerk, client):
    told()
    answers = {"text": ["Oui, dès jeudi.\n\nÀ bientôt."]}
    acts.decide(task_of(case).pk, "answer", actor=clerk, answers=answers)
    assert kinds(case) == ["submitted", "settled"]
    assert (case.state, case.turn, waits(case)) == (Case.State.SETTLED, "", [])
    assert told() == [f"Demande {case.reference} : réponse du service"]
    client.force_login(case.applicant.user)
    page = client.get(reverse("portal:case", args=[case.reference])).content.decode()
    assert "Oui, dès jeudi." in page
    said = text_of(write(letters.decision(case, town=settings.TOWN)))
    for words in ("Réponse à votre demande", "Notre réponse", "Oui, dès jeudi.", "À bientôt."):
        assert words in said, words


@pytest.mark.parametrize("answers", [None, {}, {"text": ["  "]}])
def test_an_answer_without_words_changes_nothing(case, clerk, answers):
    with pytest.raises(acts.Refused) as refused:
        acts.decide(task_of(case).pk, "answer", actor=clerk, answers=answers)
    assert "la famille l’attend" in str(refused.value)
    assert (kinds(case), waits(case)) == (["submitted"], [CHECK])


def test_a_request_of_the_wrong_service_is_handed_over_and_the_family_is_told(
    case, clerk, billing, clock, client
):
    told()
    due, colleague = case.due_at, agent(billing)
    clock.shift(timedelta(hours=1))
    transfer(case, billing, clerk, "C’est une question de facture.")
    assert kinds(case) == ["submitted", "transferred"]
    assert (case.service, case.state, waits(case)) == (billing, Case.State.OPEN, [CHECK])
    assert (case.due_at, case.turn, task_of(case).owner) == (due, Side.TOWN, None)
    assert told() == [f"Demande {case.reference} : confiée à un autre service"]
    assert (list(tasks_for(clerk)), level(clerk, case)) == ([], Level.NONE)
    assert (list(tasks_for(colleague)), level(colleague, case)) == ([task_of(case)], Level.WRITE)
    client.force_login(case.applicant.user)
    page = client.get(reverse("portal:case", args=[case.reference])).content.decode()
    assert "C’est une question de facture." in page
    acts.decide(task_of(case).pk, "answer", actor=colleague, answers={"text": ["Voilà."]})
    assert kinds(case)[-1] == "settled"


@pytest.mark.parametrize("service", [[], ["nowhere"], ["restauration-scolaire"]])
def test_a_request_is_handed_over_to_another_service_that_there_is(case, clerk, service):
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "transfer", actor=clerk, answers={"service": service})
    assert kinds(case) == ["submitted"]


def test_a_transfer_sent_twice_happens_once(case, clerk, billing):
    from uuid import uuid4

    task, act, answers = task_of(case).pk, uuid4(), {"service": [billing.slug]}
    for _click in range(2):
        acts.decide(task, "transfer", actor=clerk, act=act, answers=answers)
    assert kinds(case) == ["submitted", "transferred"]


def test_a_question_back_waits_for_the_family_and_comes_again(case, clerk, clock):
    acts.decide(task_of(case).pk, "complement", actor=clerk, text="Quel enfant ?")
    assert (waits(case), kinds(case)[-1]) == ([MISSING], "complement_asked")
    clock.shift(timedelta(days=1))
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    assert (waits(case), kinds(case)[-1]) == ([CHECK], "answered")


def test_a_family_that_never_completes_finds_its_request_closed(case, clerk, clock):
    acts.decide(task_of(case).pk, "complement", actor=clerk, text="Quel enfant ?")
    clock.shift(timedelta(days=31))
    sweep_waits()
    assert kinds(case)[-1] == "abandoned"
    assert case.state == Case.State.ABANDONED


def test_a_request_is_withdrawn_wherever_it_waits(case, clerk):
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert (kinds(case)[-1], case.state) == ("withdrawn", Case.State.WITHDRAWN)
    with pytest.raises(Stale):
        acts.withdraw(case.pk, actor=case.applicant.user)


def test_a_form_without_words_is_not_sent(canteen):
    household, adult, _children = one_family()
    answers = {**requests.about_canteen(), "message": {"title": "", "text": " "}}
    with pytest.raises(Incomplete) as incomplete:
        requests.sent("demande-libre", adult, household, answers)
    assert incomplete.value.steps == ["message"]


def test_an_agent_files_it_for_the_family_at_the_counter(clerk, canteen):
    household, adult, _children = one_family()
    case = requests.sent("demande-libre", adult, household, requests.about_canteen(), by=clerk)
    assert case.at_counter
    assert case.events.get(kind="submitted").side == Side.TOWN


def test_only_those_who_answer_for_the_home_begin_it_and_read_it(case, client):
    household = case.household
    partner = parent(household=household, role=Membership.Role.CO_REPRESENTATIVE)
    resident = parent(household=household, role=Membership.Role.MEMBER)
    for adult, may in ((partner, Level.WRITE), (resident, Level.NONE)):
        client.force_login(adult.user)
        status = 200 if may else 404
        assert level(adult.user, case) == may
        assert client.get(reverse("portal:case", args=[case.reference])).status_code == status
        begin = reverse("portal:begin", args=["demande-libre"])
        assert client.post(begin).status_code == (302 if may else 404)
    offered = client.get(reverse("portal:procedures")).content.decode()
    assert "Écrire à un service" not in offered


def test_the_other_parent_sees_that_it_exists_and_not_what_it_says(canteen):
    (home, mother), (_other, father), child = separated_parents()
    answers = requests.about_canteen(str(child.public_id))
    case = requests.sent("demande-libre", mother, home, answers)
    reader = Client()
    reader.force_login(father.user)
    page = reader.get(reverse("portal:case", args=[case.reference])).content.decode()
    assert "La cantine" in page
    assert "Repas sans porc" not in page
    lines = {str(line.label): line.value for line in registry["demande-libre"].lines(case)}
    assert lines["Demande"] == "Repas sans porc"


def test_the_adults_of_the_home_are_told_but_not_who_only_lives_there(case):
    parent(household=case.household, role=Membership.Role.CO_REPRESENTATIVE)
    parent(household=case.household, role=Membership.Role.MEMBER)
    assert len(told()) == 2
