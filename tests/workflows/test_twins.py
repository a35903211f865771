"""Two requests about the same thing: seen before the second is sent, made one by an agent."""

from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from activities.models import Enrolment
from cases.models import Case, Piece
from tests.factories import enrolment, requests, situation
from tests.factories.activities import group_of
from tests.factories.documents import DocumentFactory
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.workflows.at_once import at_once
from tests.workflows.following import TUESDAY_TEN, kinds, told, waits
from workflows.engine import acts
from workflows.engine.step import Stale, TakenBy
from workflows.engine.twins import merge, twins
from workflows.enrolment.asked import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY_TEN, tick=False)


@pytest.fixture
def service():
    return ServiceFactory()


@pytest.fixture
def family():
    return one_family()


@pytest.fixture
def pair(service, family) -> tuple[Case, Case]:
    """The same place asked for twice."""
    household, adult, (child,) = family
    group = group_of(service)
    first = enrolment.submitted(adult, household, child, group)
    return first, enrolment.submitted(adult, household, child, group)


def test_the_same_place_asked_for_twice_is_seen_from_both_sides(pair):
    first, second = pair
    assert list(twins(second)) == [first]
    assert list(twins(first)) == [second]
    assert {check["code"]: check["ok"] for check in second.data["checks"]}["twin"] is False


def test_another_activity_is_no_twin(service, family):
    household, adult, (child,) = family
    first, second = (
        enrolment.submitted(adult, household, child, group_of(service)) for _ in range(2)
    )
    assert not twins(second).exists()
    assert not twins(first).exists()


def test_a_request_that_has_ended_is_no_twin(pair, family):
    first, second = pair
    acts.withdraw(first.pk, actor=family[1].user)
    assert not twins(second).exists()


def test_a_home_declares_its_changes_in_one_request(family):
    household, adult, _children = family
    first = situation.changed(adult, household, travail=situation.WORKS)
    second = situation.drafted(adult, household, travail=situation.WORKS)
    assert list(twins(second)) == [first]


def test_questions_may_be_many(family):
    ServiceFactory(slug="restauration-scolaire")
    household, adult, (child,) = family
    asked = requests.about_canteen(str(child.public_id))
    requests.sent("demande-libre", adult, household, asked)
    assert not twins(requests.sent("demande-libre", adult, household, asked)).exists()


def test_the_parent_is_told_before_sending(pair, family):
    household, adult, (child,) = family
    first, second = pair
    draft = enrolment.draft(adult, household, child, asked(first).group)
    client = Client()
    client.force_login(adult.user)
    page = client.get(reverse("portal:summary", args=[draft.reference])).content.decode()
    assert "Une demande sur le même sujet est déjà en cours." in page
    assert first.reference in page
    assert second.reference in page


def test_merging_closes_one_and_hands_over_its_documents(pair, service, family):
    first, second = pair
    paper = DocumentFactory(household=family[0], kind="insurance")
    second.pieces.filter(kind="insurance").update(document=paper, state=Piece.State.PROVIDED)
    told()

    merge(second.pk, first.pk, actor=agent(service), act=uuid4())

    second.refresh_from_db()
    assert (second.state, second.about, waits(second)) == (Case.State.MERGED, first, [])
    assert kinds(second)[-1] == "merged"
    assert kinds(first)[-1] == "merged_into"
    assert first.pieces.get(kind="insurance").document == paper
    assert first.state == Case.State.OPEN
    assert not Enrolment.objects.exists()
    assert told() == [f"Demande {second.reference} : réunie à une autre"]


def test_merging_twice_changes_nothing_more(pair, service):
    first, second = pair
    clerk, act = agent(service), uuid4()
    merge(second.pk, first.pk, actor=clerk, act=act)
    before = kinds(first), kinds(second)
    merge(second.pk, first.pk, actor=clerk, act=act)
    with pytest.raises(Stale):
        merge(second.pk, first.pk, actor=clerk, act=uuid4())
    with pytest.raises(Stale):
        merge(first.pk, second.pk, actor=clerk, act=uuid4())
    assert (kinds(first), kinds(second)) == before


def test_a_case_that_a_colleague_has_is_left_alone(pair, service):
    first, second = pair
    colleague = agent(service)
    acts.claim(enrolment.task_of(second).pk, actor=colleague)
    with pytest.raises(TakenBy):
        merge(second.pk, first.pk, actor=agent(service))
    second.refresh_from_db()
    assert second.state == Case.State.OPEN
    merge(second.pk, first.pk, actor=colleague)


def test_what_is_no_twin_is_not_merged(service):
    one, other = enrolment.request(service), enrolment.request(service)
    with pytest.raises(Stale):
        merge(one.pk, other.pk, actor=agent(service))
    with pytest.raises(Stale):
        merge(one.pk, one.pk, actor=agent(service))


def test_the_agent_compares_then_merges(pair, service):
    first, second = pair
    client = Client()
    client.force_login(agent(service))
    page = client.get(reverse("desk:case", args=[first.reference])).content.decode()
    address = reverse("desk:merge", args=[first.reference, second.reference])
    assert address in page
    shown = client.get(address).content.decode()
    assert "Celle qui continue" in shown
    assert second.reference in shown
    done = client.post(address, {"act": uuid4()})
    assert done.status_code == 302
    second.refresh_from_db()
    assert second.state == Case.State.MERGED
    assert client.get(address).status_code == 404


def test_an_agent_of_another_service_cannot(pair):
    first, second = pair
    client = Client()
    client.force_login(agent(ServiceFactory()))
    address = reverse("desk:merge", args=[first.reference, second.reference])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_merging_both_ways_at_once_leaves_one(service):
    household, adult, (child,) = one_family()
    group, clerk = group_of(service), agent(service)
    first, second = (enrolment.submitted(adult, household, child, group) for _ in range(2))
    results = at_once(
        [
            partial(merge, first.pk, second.pk, actor=clerk, act=uuid4()),
            partial(merge, second.pk, first.pk, actor=clerk, act=uuid4()),
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]
    assert Case.objects.filter(state=Case.State.OPEN).count() == 1
