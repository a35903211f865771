"""A write has a key; the same key does the same thing once, and says the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from api.idempotency import KEPT_FOR, forget_old_keys
from api.models import KeptKey
from cases.models import Case, CaseEvent
from tests.api.conftest import Caller, Town
from tests.factories import enrolment
from workflows.engine import conversation


def test_a_write_without_key_is_not_done(town: Town, parent: Caller):
    case = town.case()
    path = f"/api/v1/cases/{case.reference}/withdraw/"
    for headers in ({}, {"Idempotency-Key": "again"}):
        told = parent.client.post(path, headers=headers)
        assert (told.status_code, list(told.json()["errors"])) == (400, ["Idempotency-Key"])
    case.refresh_from_db()
    assert case.state == Case.State.OPEN


def test_a_message_sent_twice_is_one_message(town: Town, parent: Caller):
    path, key = f"cases/{town.case().reference}/messages/", uuid4()
    first, second = (parent.post(path, {"body": "Bonjour"}, key=key) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert CaseEvent.objects.filter(kind="message", act=key).count() == 1


def test_a_draft_begun_twice_is_one_draft(town: Town, parent: Caller):
    key = uuid4()
    first, second = (parent.post("cases/", {"procedure": "inscription"}, key=key) for _ in range(2))
    assert first.json()["reference"] == second.json()["reference"]
    assert Case.objects.count() == 1


def test_a_decision_sent_twice_is_answered_though_the_task_is_gone(town: Town, agent_calls: Caller):
    task, key = enrolment.task_of(town.case()), uuid4()
    path = f"tasks/{task.pk}/decide/"
    first, second = (agent_calls.post(path, {"exit": "accept"}, key=key) for _ in range(2))
    assert (first.status_code, first.json()) == (200, second.json())
    assert town.child.enrolments.count() == 1


def test_an_old_claim_repeated_does_not_take_the_task_again(town: Town, agent_calls: Caller):
    task, key = enrolment.task_of(town.case()), uuid4()
    agent_calls.post(f"tasks/{task.pk}/claim/", key=key)
    agent_calls.post(f"tasks/{task.pk}/release/")
    agent_calls.post(f"tasks/{task.pk}/claim/", key=key)
    task.refresh_from_db()
    assert task.owner is None


def test_a_key_is_good_for_one_request_only(town: Town, parent: Caller):
    path, key = f"cases/{town.case().reference}/messages/", uuid4()
    parent.post(path, {"body": "Bonjour"}, key=key)
    told = parent.post(path, {"body": "Autre chose"}, key=key)
    assert (told.status_code, told.json()["type"]) == (422, "urn:espace-familles:key-reused")


def test_a_key_of_a_refused_act_can_serve_again(town: Town, parent: Caller):
    key = uuid4()
    begun = parent.post("cases/", {"procedure": "inscription"}).json()["reference"]
    assert parent.post(f"cases/{begun}/submit/", key=key).status_code == 422
    for slug, answers in enrolment.typed(town.child, town.group).items():
        parent.put(f"cases/{begun}/steps/{slug}/", {"answers": answers})
    assert parent.post(f"cases/{begun}/submit/", key=key).json()["state"] == "open"


def test_a_key_that_the_socket_used_gives_the_same_message(town: Town, parent: Caller):
    case, key = town.case(), uuid4()
    said = conversation.post_message(
        case.pk, "Bonjour", author=town.parent.user, side="family", act=key
    )
    told = parent.post(f"cases/{case.reference}/messages/", {"body": "Bonjour"}, key=key)
    assert (told.status_code, told.json()["id"]) == (201, str(said.public_id))


def test_an_act_of_another_case_is_not_taken_for_this_one(town: Town, parent: Caller):
    first, second, key = town.case(), town.case(), uuid4()
    conversation.post_message(first.pk, "Bonjour", author=town.parent.user, side="family", act=key)
    told = parent.post(f"cases/{second.reference}/messages/", {"body": "Bonjour"}, key=key)
    assert (told.status_code, told.json()["type"]) == (422, "urn:espace-familles:key-reused")
    assert second.messages.count() == 0


def test_keys_are_ones_own(town: Town, parent: Caller):
    key = uuid4()
    parent.post("cases/", {"procedure": "inscription"}, key=key)
    other = Caller(town.stranger.user).post("cases/", {"procedure": "inscription"}, key=key)
    assert other.status_code == 201
    assert Case.objects.count() == 2


@pytest.mark.parametrize(("age", "kept"), [(KEPT_FOR - timedelta(hours=1), 1), (KEPT_FOR, 0)])
def test_old_keys_are_forgotten(town: Town, age: timedelta, kept: int):
    key = KeptKey.objects.create(user=town.agent, key=uuid4(), fingerprint="0" * 64)
    KeptKey.objects.filter(pk=key.pk).update(at=now() - age)
    forget_old_keys()
    assert KeptKey.objects.count() == kept
