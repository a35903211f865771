"""Taking, giving, deciding: what becomes of the case, and what is said to who comes second."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case, CaseEvent, Message, Note, Piece
from tests.factories import enrolment
from tests.factories.documents import DocumentFactory
from tests.factories.town import ServiceFactory, agent
from town.models import Service
from workflows.engine import acts


@pytest.fixture
def case(service: Service) -> Case:
    """A request that waits for somebody to check it."""
    return enrolment.request(service)


def send(client: Client, case: Case, name: str, *args: str, follow: bool = True, **fields):
    """Post one of the desk's forms as its page would."""
    wait = case.waits.first()
    hidden = {"act": str(uuid4()), "task": wait.pk if wait else 0}
    url = reverse(f"desk:{name}", args=[case.reference, *args])
    return client.post(url, hidden | fields, follow=follow)


def said(response) -> str:
    """What the page tells the agent."""
    return " ".join(str(message) for message in response.context["messages"])


def test_a_task_is_taken_and_given_back(desk: Client, case: Case, nadia: User):
    send(desk, case, "claim")
    assert case.waits.get().owner == nadia
    send(desk, case, "release")
    assert case.waits.get().owner is None


@pytest.mark.django_db(transaction=True)
def test_of_twenty_agents_on_one_task_one_wins_and_nineteen_learn_who(service, case, signed_in):
    people = [agent(service, first_name=f"Agent{n}", last_name="Test") for n in range(20)]
    browsers = {person: signed_in(person) for person in people}
    task = case.waits.get().pk

    def take(person: User) -> str:
        try:
            url = reverse("desk:claim", args=[case.reference])
            fields = {"act": str(uuid4()), "task": task}
            page = browsers[person].post(url, fields, follow=True).content.decode()
            return next(iter(re.findall(r"[^<>]+ a pris ce dossier avant vous", page)), "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=20) as pool:
        answers = dict(zip(people, pool.map(take, people), strict=True))
    winner = case.waits.get().owner
    assert answers.pop(winner) == ""
    told = Counter(answers.values())
    assert told == {f"{winner} a pris ce dossier avant vous": 19}
    assert CaseEvent.objects.filter(case=case, kind="claimed").count() == 1


def test_a_colleague_of_the_service_is_given_the_task(desk: Client, case: Case, service: Service):
    colleague = agent(service, first_name="Inès")
    send(desk, case, "reassign", to=str(colleague.public_id))
    assert case.waits.get().owner == colleague


def test_nobody_of_another_service_is_given_the_task(desk: Client, case: Case):
    stranger = agent(ServiceFactory())
    answer = send(desk, case, "reassign", to=str(stranger.public_id))
    assert case.waits.get().owner is None
    assert "Choisissez la personne" in said(answer)


def test_a_task_of_another_case_is_not_moved_from_this_one(desk: Client, case, service):
    other = enrolment.request(service)
    answer = send(desk, case, "claim", task=other.waits.get().pk)
    assert answer.status_code == 404
    assert other.waits.get().owner is None


def test_accepting_enrols_the_child(desk: Client, case: Case):
    send(desk, case, "decide", "accept")
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    assert case.child.enrolments.get().case_reference == case.reference


def test_the_same_decision_sent_twice_happens_once(desk: Client, case: Case):
    fields = {"act": str(uuid4()), "task": case.waits.get().pk}
    url = reverse("desk:decide", args=[case.reference, "accept"])
    answers = [desk.post(url, fields, follow=True) for _ in range(2)]
    assert [said(answer) for answer in answers] == ["C’est fait. La famille est prévenue."] * 2
    assert CaseEvent.objects.filter(case=case, kind="accepted").count() == 1


def test_a_refusal_without_reason_is_not_saved_and_keeps_what_was_typed(desk, case: Case):
    answer = send(desk, case, "decide", "refuse", text="Les places sont prises", follow=False)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Les places sont prises" in text
    assert "Choisissez le motif du refus" in text
    case.refresh_from_db()
    assert case.state == Case.State.OPEN


def test_a_reason_that_says_nothing_alone_needs_words(desk: Client, case: Case):
    answer = send(desk, case, "decide", "refuse", reason="other", text=" ", follow=False)
    assert answer.status_code == 422
    assert "Précisez ce motif" in answer.content.decode()
    with pytest.raises(acts.Refused):
        acts.decide(case.waits.get().pk, "refuse", actor=agent(case.service), reason="other")


def test_a_refusal_says_why(desk: Client, case: Case):
    answer = send(desk, case, "decide", "refuse", reason="age", text="L’enfant a deux ans.")
    case.refresh_from_db()
    assert case.state == Case.State.REFUSED
    text = answer.content.decode()
    assert "L’âge de l’enfant" in text
    assert "L’enfant a deux ans." in text


def test_a_complement_asks_item_by_item(desk: Client, case: Case):
    fields = {"piece_address": "on", "comment_address": "Trop ancien", "text": "Merci"}
    send(desk, case, "decide", "complement", **fields)
    case.refresh_from_db()
    assert case.turn == "family"
    asked = case.pieces.get(kind="address")
    assert (asked.state, asked.comment, asked.blocking) == ("refused", "Trop ancien", True)


def test_a_complement_that_asks_nothing_is_not_sent(desk: Client, case: Case):
    answer = send(desk, case, "decide", "complement", text="  ", follow=False)
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.turn == "town"


def test_a_decision_that_came_second_says_so(desk: Client, case: Case, service: Service):
    task = case.waits.get().pk
    acts.decide(task, "accept", actor=agent(service))
    url = reverse("desk:decide", args=[case.reference, "refuse"])
    fields = {"act": str(uuid4()), "task": task, "reason": "age"}
    answer = desk.post(url, fields, follow=True)
    assert "Le dossier a avancé entre-temps" in said(answer)
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def test_a_task_that_a_colleague_has_is_not_decided(desk: Client, case: Case, service: Service):
    acts.claim(case.waits.get().pk, actor=agent(service, first_name="Inès", last_name="Roy"))
    answer = send(desk, case, "decide", "accept")
    assert "Inès Roy a pris ce dossier avant vous" in said(answer)
    case.refresh_from_db()
    assert case.state == Case.State.OPEN


def test_an_unknown_decision_leads_back_to_the_case(desk: Client, case: Case):
    url = reverse("desk:decide", args=[case.reference, "celebrate"])
    assert desk.get(url).status_code == 302
    assert send(desk, case, "decide", "celebrate").status_code == 404


def test_a_document_is_accepted_or_sent_back(desk: Client, case: Case):
    piece = case.pieces.get(kind="address")
    given = DocumentFactory(household=case.household)
    Piece.objects.filter(pk=piece.pk).update(document=given, state=Piece.State.PROVIDED)
    send(desk, case, "piece", str(piece.public_id), verdict="refuse", comment="Illisible")
    piece.refresh_from_db()
    assert (piece.state, piece.comment) == (Piece.State.REFUSED, "Illisible")
    send(desk, case, "piece", str(piece.public_id), verdict="accept")
    piece.refresh_from_db()
    assert (piece.state, piece.comment) == (Piece.State.ACCEPTED, "")
    kinds = list(case.events.values_list("kind", flat=True))
    assert kinds[-2:] == ["piece_refused", "piece_accepted"]


def test_a_missing_document_cannot_be_accepted(desk: Client, case: Case):
    piece = case.pieces.get(kind="address")
    send(desk, case, "piece", str(piece.public_id), verdict="accept")
    piece.refresh_from_db()
    assert piece.state == Piece.State.ASKED


def test_messages_and_notes_are_written_once(desk: Client, case: Case):
    act = str(uuid4())
    for _ in range(2):
        send(desk, case, "message", text="Bonjour", act=act)
    act = str(uuid4())
    for _ in range(2):
        send(desk, case, "note", text="Vu avec l’école", act=act)
    assert Message.objects.get(case=case).side == "town"
    assert Note.objects.get(case=case).body == "Vu avec l’école"


def test_an_empty_message_is_not_sent(desk: Client, case: Case):
    assert "Écrivez votre message" in said(send(desk, case, "message", text="  "))
    assert not Message.objects.filter(case=case).exists()


def test_a_note_is_never_shown_to_the_family(desk: Client, case: Case, signed_in):
    send(desk, case, "note", text="Situationzq")
    page = signed_in(case.applicant.user).get(reverse("portal:case", args=[case.reference]))
    assert page.status_code == 200
    assert "Situationzq" not in page.content.decode()


def test_the_place_in_the_queue_is_kept_through_a_decision(desk: Client, case: Case):
    url = reverse("desk:claim", args=[case.reference]) + "?vue=libres&agent=personne"
    fields = {"act": str(uuid4()), "task": case.waits.get().pk}
    assert desk.post(url, fields).url.endswith("/?vue=libres&agent=personne")
