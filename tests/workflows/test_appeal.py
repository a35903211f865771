"""An appeal against a decision: in time, looked at by somebody else, with its own ways out."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.permissions import may_move
from cases.queue import tasks_for
from documents.pdf import write
from tests.documents.reading import text_of
from tests.factories import enrolment, requests
from tests.factories.activities import group_of
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, StaffMembershipFactory, agent, supervisor
from tests.workflows.following import TUESDAY_TEN, kinds, told, waits
from town.models import Service
from workflows.engine import acts, letters
from workflows.engine.drafts import Incomplete, form_for
from workflows.engine.procedure import registry
from workflows.engine.receipt import receipt
from workflows.engine.standing import follow_ups
from workflows.engine.step import Reserved
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
EXAMINE, MISSING = ("staff", "examine"), ("family", "missing")


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is Tuesday, ten in the morning, until a test says otherwise."""
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def service() -> Service:
    return ServiceFactory(name="Service Enfance")


@pytest.fixture
def clerk(service) -> User:
    return agent(service)


@pytest.fixture
def head(service) -> User:
    return supervisor(service, first_name="Hélène", last_name="Vasseur")


@pytest.fixture
def refusal(service, clerk, head) -> Case:
    """An enrolment that the clerk refused."""
    household, adult, (child,) = one_family()
    case = enrolment.submitted(adult, household, child, group_of(service))
    enrolment.refuse(case, by=clerk)
    return case


def grounds(decided: Case) -> requests.Answers:
    return {
        "decision": {"case": decided.reference},
        "motifs": {"grounds": "Nous habitons la commune depuis mai.", "wish": "La place."},
    }


def appeal_against(decided: Case) -> Case:
    return requests.sent("recours-gracieux", decided.applicant, decided.household, grounds(decided))


def offered(decided: Case) -> list[str]:
    """The decisions that the family's form offers today."""
    draft = requests.draft("recours-gracieux", decided.applicant, decided.household, {})
    form = form_for(registry["recours-gracieux"].steps[0], draft, decided.applicant.user)
    return [reference for reference, _words in form.fields["case"].choices]


def test_an_appeal_is_about_its_decision_and_its_child(refusal, service):
    told()
    case = appeal_against(refusal)
    assert (case.about, case.child, case.service) == (refusal, refusal.child, service)
    assert (kinds(case), waits(case)) == (["submitted"], [EXAMINE])
    assert told() == [f"Accusé de réception de votre demande {case.reference}"]
    (found,) = registry["recours-gracieux"].verified(case)
    assert found.ok


@pytest.mark.parametrize(("days", "possible"), [(0, True), (61, True), (62, False), (400, False)])
def test_a_decision_is_contested_within_two_months(refusal, clock, days, possible):
    clock.move_to(TUESDAY_TEN + timedelta(days=days), tick=False)  # until 24 January, included
    assert (refusal.reference in offered(refusal)) is possible
    if possible:
        assert appeal_against(refusal).about == refusal
    else:
        with pytest.raises(Incomplete):
            appeal_against(refusal)


def test_outside_the_delay_the_page_says_so_and_where_to_write(refusal, clock, client):
    clock.move_to(TUESDAY_TEN + timedelta(days=90), tick=False)
    client.force_login(refusal.applicant.user)
    begun = client.post(reverse("portal:begin", args=["recours-gracieux"]), follow=True)
    page = begun.content.decode().replace("\u00a0", " ")
    assert "Aucune décision de moins de deux mois" in page
    assert "choisissez la démarche « Écrire à un service »" in page


def test_a_draft_left_too_long_is_sent_back_to_its_decision(refusal, clock):
    draft = requests.draft(
        "recours-gracieux", refusal.applicant, refusal.household, grounds(refusal)
    )
    clock.move_to(TUESDAY_TEN + timedelta(days=90), tick=False)
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(draft.pk, actor=refusal.applicant.user)
    assert incomplete.value.steps == ["decision"]


def test_only_the_decisions_of_the_home_are_offered(refusal, service, clerk):
    household, adult, (child,) = one_family()
    other = enrolment.submitted(adult, household, child, group_of(service))
    enrolment.refuse(other, by=clerk)
    assert offered(refusal) == [refusal.reference]
    with pytest.raises(Incomplete):
        requests.sent("recours-gracieux", adult, household, grounds(refusal))


def test_a_decision_has_one_appeal_unless_it_was_taken_back(refusal):
    first = appeal_against(refusal)
    with pytest.raises(acts.Refused) as refused:
        appeal_against(refusal)
    assert first.reference in str(refused.value)
    acts.withdraw(first.pk, actor=refusal.applicant.user)
    assert appeal_against(refusal).about == refusal


def test_a_refusal_leads_to_its_appeal_while_there_is_time(refusal, head, clock):
    assert [declared.slug for declared in follow_ups(refusal)] == ["recours-gracieux"]
    case = appeal_against(refusal)
    assert follow_ups(case) == []
    acts.decide(task_of(case).pk, "uphold", actor=head, reason="late")
    case.refresh_from_db()
    assert follow_ups(case) == []
    clock.shift(timedelta(days=63))
    assert follow_ups(refusal) == []


def test_an_answer_to_an_appeal_is_contested_in_court_only(refusal, head):
    case = appeal_against(refusal)
    words = {"reason": "facts", "text": "Le bail est d’une autre commune."}
    acts.decide(task_of(case).pk, "uphold", actor=head, **words)
    assert offered(refusal) == [refusal.reference]


def test_the_agent_who_decided_never_judges_the_appeal(refusal, clerk, head):
    case = appeal_against(refusal)
    task = task_of(case)
    for act in (
        lambda: acts.claim(task.pk, actor=clerk),
        lambda: acts.decide(task.pk, "modify", actor=clerk, answers={"text": ["Non."]}),
        lambda: acts.reassign(task.pk, to=clerk, actor=head),
    ):
        with pytest.raises(Reserved):
            act()
    assert (kinds(case), waits(case)) == (["submitted"], [EXAMINE])
    assert (list(tasks_for(clerk)), list(tasks_for(head))) == ([], [task])
    acts.claim(task.pk, actor=head)
    assert task_of(case).owner == head


def test_a_supervisor_who_decided_leaves_the_appeal_to_another(service, head):
    household, adult, (child,) = one_family()
    decided = enrolment.submitted(adult, household, child, group_of(service))
    enrolment.refuse(decided, by=head)
    other = supervisor(service)
    task = task_of(appeal_against(decided))
    assert (may_move(head, task), may_move(other, task)) == (False, True)
    with pytest.raises(Reserved):
        acts.claim(task.pk, actor=head)


def test_when_the_only_supervisor_decided_the_appeal_goes_to_another_service(service, head):
    welcome = ServiceFactory(slug=settings.WELCOME_SERVICE)
    judge = supervisor(welcome)
    household, adult, (child,) = one_family()
    decided = enrolment.submitted(adult, household, child, group_of(service))
    enrolment.refuse(decided, by=head)
    case = appeal_against(decided)
    assert case.service == welcome
    assert list(tasks_for(judge)) == [task_of(case)]


def test_who_supervises_one_service_and_works_in_another_sees_what_is_his(refusal, service):
    both = supervisor()
    StaffMembershipFactory(user=both, service=service)  # an agent where the decision was taken
    case = appeal_against(refusal)
    assert list(tasks_for(both)) == []
    assert not may_move(both, task_of(case))


def test_a_modified_decision_says_what_is_decided_instead(refusal, head):
    case = appeal_against(refusal)
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "modify", actor=head, answers={"text": [" "]})
    told()
    answers = {"text": ["Lina est inscrite à la cantine."]}
    acts.decide(task_of(case).pk, "modify", actor=head, answers=answers)
    assert (kinds(case), case.state) == (["submitted", "accepted"], Case.State.ACCEPTED)
    assert told() == [f"Demande {case.reference} : acceptée"]
    said = text_of(write(letters.decision(case, town=settings.TOWN)))
    for words in ("Lina est inscrite à la cantine.", "Hélène Vasseur", "Responsable du service"):
        assert words in said, words
    assert settings.TOWN.court in said
    assert "recours gracieux," not in said  # that way has been used


def test_a_decision_modified_in_part_says_what_stays_and_why(refusal, head):
    case = appeal_against(refusal)
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "partly", actor=head, answers={"text": ["Deux jours."]})
    answers = {"text": ["Deux jours."], "kept": ["Le mercredi est complet."]}
    acts.decide(task_of(case).pk, "partly", actor=head, answers=answers)
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    (line,) = registry["recours-gracieux"].replied(case)
    assert line.value == "Le mercredi est complet."
    assert "Le mercredi est complet." in text_of(write(letters.decision(case, town=settings.TOWN)))


def test_a_decision_is_upheld_with_reasons(refusal, head, client):
    case = appeal_against(refusal)
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "uphold", actor=head, reason="facts")
    words = {"reason": "facts", "text": "Le bail est d’une autre commune."}
    acts.decide(task_of(case).pk, "uphold", actor=head, **words)
    assert (kinds(case)[-1], case.state) == ("refused", Case.State.REFUSED)
    client.force_login(refusal.applicant.user)
    page = client.get(reverse("portal:case", args=[case.reference])).content.decode()
    assert "Le bail est d’une autre commune." in page
    assert "en écrivant au maire" not in page
    assert reverse("portal:procedure", args=["recours-gracieux"]) not in page


def test_both_pages_name_the_other(refusal, head, client):
    case = appeal_against(refusal)
    reader = refusal.applicant.user
    for user, door in ((reader, "portal:case"), (head, "desk:case")):
        client.force_login(user)
        for here, there in ((case, refusal), (refusal, case)):
            page = client.get(reverse(door, args=[here.reference])).content.decode()
            assert reverse(door, args=[there.reference]) in page
    client.force_login(reader)
    page = client.get(reverse("portal:case", args=[refusal.reference])).content.decode()
    assert reverse("portal:procedure", args=["recours-gracieux"]) in page


def test_its_acknowledgement_tells_what_silence_means_and_only_the_court(refusal):
    found = receipt(appeal_against(refusal))
    assert (found.silence_accepts, found.to_mayor) == (False, False)
    assert found.silence_on.isoformat() == "2027-01-24"


def test_a_complement_comes_back_to_the_same_people(refusal, head, clerk, clock):
    case = appeal_against(refusal)
    acts.decide(task_of(case).pk, "complement", actor=head, pieces={"address": ""})
    assert waits(case) == [MISSING]
    case.pieces.all().delete()
    acts.answer(task_of(case).pk, actor=refusal.applicant.user)
    assert waits(case) == [EXAMINE]
    assert not may_move(clerk, task_of(case))


def test_an_appeal_left_without_its_papers_is_closed(refusal, head, clock):
    case = appeal_against(refusal)
    acts.decide(task_of(case).pk, "complement", actor=head, text="Le bail ?")
    clock.shift(timedelta(days=31))
    sweep_waits()
    assert (kinds(case)[-1], case.state) == ("abandoned", Case.State.ABANDONED)
