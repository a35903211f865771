"""What is told to live pages after a commit, and what it may cost."""

import logging
import socket
from time import monotonic

import pytest
from django.db import transaction

from cases.broadcast import Broadcast
from cases.recording import Acting
from tests.factories.cases import CaseFactory, happen
from tests.factories.family import ChildFactory
from workflows.engine.conversation import mark_read
from workflows.engine.step import step

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(monkeypatch) -> list[dict]:
    """What would be sent."""
    items: list[dict] = []
    monkeypatch.setattr("cases.wakeup.broadcast", items.append)
    return items


@pytest.fixture
def case():
    """A case about a child."""
    return CaseFactory(child=ChildFactory())


def test_one_commit_tells_once_with_its_last_number_and_every_list(told, case):
    happen(case, "note", "submitted", "note")
    topics = [f"case.{case.pk}", f"child.{case.child_id}"]
    topics += [f"household.{case.household_id}", f"service.{case.service_id}"]
    assert told == [{"what": "news", "to": topics, "case": case.pk, "number": 3}]


def test_each_commit_of_the_same_object_tells_again(told, case):
    with step(Acting(), pk=case.pk) as locked:
        pass
    for number in (1, 2):
        happen(case, "submitted")
        assert told[-1]["number"] == number
    assert locked.last_event == 0


def test_nothing_is_told_before_the_commit_nor_after_a_rollback(told, case):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        happen(case, "submitted")
        assert told == []
        raise ZeroDivisionError
    assert told == []


def test_a_note_of_the_service_wakes_no_home_page(told, case):
    happen(case, "note")
    assert told[0]["to"] == [f"case.{case.pk}", f"service.{case.service_id}"]


def test_an_event_of_the_household_does_not_wake_the_other_parent(told, case):
    happen(case, "complement_asked")
    assert f"child.{case.child_id}" not in told[0]["to"]
    assert f"household.{case.household_id}" in told[0]["to"]


def test_a_mark_is_told_when_it_moves_only(told, case, django_user_model):
    happen(case, "submitted", "checked")
    case.refresh_from_db()
    reader = django_user_model.objects.create_user("a", "a@exemple.fr")
    told.clear()
    for number in (2, 1, 9):
        mark_read(case, reader=reader, side="family", number=number)
    assert told == [{"what": "read", "to": [f"case.{case.pk}"], "side": "family", "number": 2}]


def test_a_dead_redis_costs_an_act_nothing_and_one_line_without_content(
    monkeypatch, settings, caplog
):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, and nobody listens
        address = f"redis://127.0.0.1:{closed.getsockname()[1]}"
        host = {**settings.LIVE_HOST, "address": address}
        layers = {"default": {**settings.CHANNEL_LAYERS["default"], "CONFIG": {"hosts": [host]}}}
        settings.CHANNEL_LAYERS = layers
        messenger = Broadcast()
        began = monotonic()
        with caplog.at_level(logging.WARNING):
            for number in range(1000):
                messenger.send({"what": "news", "to": ["case.1"], "case": 1, "number": number})
            assert monotonic() - began < 0.5
            assert messenger.wait_sent(10)
    lines = [line.getMessage() for line in caplog.records if line.name == "cases.broadcast"]
    assert lines == ["live pages not reached: ConnectionError"]
