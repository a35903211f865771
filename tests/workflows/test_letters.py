"""What the service writes in a case: who follows it, what was decided, why, how to contest."""

import pytest
from django.conf import settings

from cases.models import Case
from documents.pdf import write
from tests.documents.reading import text_of
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts, letters
from workflows.engine.receipt import receipt

pytestmark = pytest.mark.django_db


def acknowledgement(case: Case) -> letters.Acknowledgement:
    """The case's acknowledgement as it would be written now."""
    return letters.acknowledgement(receipt(Case.objects.get(pk=case.pk)), town=settings.TOWN)


def decision(case: Case) -> letters.Decision:
    """The case's decision."""
    return letters.decision(Case.objects.get(pk=case.pk), town=settings.TOWN)


def test_the_acknowledgement_names_the_agent_once_somebody_has_the_request():
    case = enrolment.request()
    assert acknowledgement(case).agent is None
    nadia = agent(case.service, first_name="Nadia", last_name="Benali")
    acts.claim(case.waits.get().pk, actor=nadia)
    said = text_of(write(acknowledgement(case)))
    assert "Nadia Benali suit votre demande" in said
    assert case.service.phone in said.replace("\u00a0", " ")


def test_who_asked_for_a_complement_still_follows_the_request():
    case = enrolment.request()
    nadia = agent(case.service, first_name="Nadia", last_name="Benali")
    enrolment.ask_complement(case, by=nadia)
    assert acknowledgement(case).agent.name == "Nadia Benali"


def test_a_refusal_says_why_who_decided_and_how_to_contest_it():
    case = enrolment.request(first_name="Camille")
    nadia = agent(case.service, first_name="Nadia", last_name="Benali")
    enrolment.refuse(case, by=nadia)
    said = text_of(write(decision(case)))
    for words in (
        "Votre demande est refusée",
        "n’habite pas la commune",
        "Le justificatif est d’une autre commune.",
        "règlement de l’activité",
        "Nadia Benali",
        f"Agent du service {case.service.name}",
        settings.TOWN.court,
        case.reference,
    ):
        assert words in said, words


def test_an_acceptance_says_what_is_granted_and_what_comes_next():
    case = enrolment.request()
    acts.decide(case.waits.get().pk, "accept", actor=agent(case.service))
    letter = decision(case)
    assert (letter.outcome, letter.reasons) == ("accepted", ())
    assert ("Jours", "lundi, jeudi") in letter.granted
    assert "agenda" in text_of(write(letter))


def test_a_waiting_list_says_that_places_are_taken():
    service = ServiceFactory()
    case = enrolment.request(service, group=group_of(service, places=0))
    acts.decide(case.waits.get().pk, "accept", actor=agent(service))
    acts.answer(case.waits.get().pk, "accept", actor=case.applicant.user)
    letter = decision(case)
    assert letter.outcome == "waitlisted"
    assert "places sont prises" in letter.reasons[0]
    assert write(letter)


def test_there_is_no_letter_before_the_decision_nor_for_a_case_taken_back():
    case = enrolment.request()
    assert not letters.has_decision(case)
    with pytest.raises(LookupError):
        decision(case)
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert not letters.has_decision(Case.objects.get(pk=case.pk))
