"""The inbox by the API: finding, taking, giving and deciding."""

import pytest

from cases.models import Wait
from tests.api.conftest import Caller, Town
from tests.factories import enrolment


@pytest.fixture
def task(town: Town) -> Wait:
    """A request to check."""
    return enrolment.task_of(town.case())


def test_the_inbox_holds_the_tasks_of_ones_services(town: Town, task: Wait, agent_calls: Caller):
    told = agent_calls.get("tasks/").json()["results"]
    assert [(t["id"], t["title"], t["late"]) for t in told] == [
        (task.pk, "Vérifier le dossier", False)
    ]
    for caller in (Caller(town.elsewhere), Caller(town.parent.user)):
        assert caller.get("tasks/").json()["results"] == []
        assert caller.get(f"tasks/{task.pk}/").status_code == 404
        assert caller.post(f"tasks/{task.pk}/claim/").status_code == 404


def test_a_task_tells_what_can_be_decided_and_by_whom(town: Town, task: Wait, agent_calls: Caller):
    told = agent_calls.get(f"tasks/{task.pk}/").json()
    assert [d["exit"] for d in told["decisions"]] == ["accept", "complement", "refuse"]
    assert "other" in {reason["code"] for reason in told["reasons"]}
    assert {c["name"] for c in told["colleagues"]} == {
        str(town.agent), str(town.colleague), str(town.supervisor),
    }  # fmt: skip


def test_the_slower_agent_is_told_who_has_the_task(town: Town, task: Wait, agent_calls: Caller):
    taken = agent_calls.post(f"tasks/{task.pk}/claim/")
    assert taken.json()["content"]["waits_for"]["owner"]["name"] == str(town.agent)
    assert (taken.json()["may"]["claim"], taken.json()["may"]["release"]) == (False, True)
    slower = Caller(town.colleague)
    told = slower.post(f"tasks/{task.pk}/claim/")
    assert (told.status_code, told.json()["type"]) == (409, "urn:espace-familles:taken")
    assert told.json()["owner"] == "Nadia Benali"
    assert slower.post(f"tasks/{task.pk}/decide/", {"exit": "accept"}).status_code == 409


def test_a_task_goes_back_or_to_a_colleague(town: Town, task: Wait, agent_calls: Caller):
    agent_calls.post(f"tasks/{task.pk}/claim/")
    back = agent_calls.post(f"tasks/{task.pk}/release/").json()
    assert back["content"]["waits_for"]["owner"] is None
    to = {"to": str(town.colleague.public_id)}
    given = agent_calls.post(f"tasks/{task.pk}/reassign/", to).json()
    assert given["content"]["waits_for"]["owner"]["name"] == str(town.colleague)
    wrong = {"to": str(town.elsewhere.public_id)}
    assert agent_calls.post(f"tasks/{task.pk}/reassign/", wrong).status_code == 400


def test_accepting_takes_the_place(town: Town, task: Wait, agent_calls: Caller):
    told = agent_calls.post(f"tasks/{task.pk}/decide/", {"exit": "accept"})
    assert (told.status_code, told.json()["state"]) == (200, "accepted")
    assert town.child.enrolments.count() == 1
    gone = agent_calls.post(f"tasks/{task.pk}/decide/", {"exit": "accept"})
    assert gone.status_code == 404


def test_a_refusal_needs_its_reason(task: Wait, agent_calls: Caller):
    told = agent_calls.post(f"tasks/{task.pk}/decide/", {"exit": "refuse", "text": "Non"})
    assert (told.status_code, len(told.json()["messages"])) == (422, 1)
    refused = {"exit": "refuse", "reason": "age", "text": "Trop jeune"}
    assert agent_calls.post(f"tasks/{task.pk}/decide/", refused).json()["state"] == "refused"


def test_asking_for_documents(task: Wait, agent_calls: Caller, parent: Caller):
    path = f"tasks/{task.pk}/decide/"
    assert agent_calls.post(path, {"exit": "complement"}).status_code == 422
    asked = {"exit": "complement", "pieces": [{"kind": "caf", "comment": "de ce mois"}]}
    assert agent_calls.post(path, asked).json()["turn"] == "family"
    pieces = {p["kind"]: p for p in parent.get(f"cases/{task.reference}/pieces/").json()}
    assert (pieces["caf"]["state"], pieces["caf"]["comment"]) == ("asked", "de ce mois")


def test_a_decision_that_is_not_declared_is_refused(task: Wait, agent_calls: Caller):
    told = agent_calls.post(f"tasks/{task.pk}/decide/", {"exit": "burn"})
    assert (told.status_code, list(told.json()["errors"])) == (400, ["exit"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("owner=nobody", True),
        ("owner=me", False),
        ("owner=others", False),
        ("late=true", False),
        ("late=false", True),
        ("unread=false", True),
        ("unread=true", False),
        ("step=check", True),
        ("procedure=x", False),
        ("facility=x", False),
    ],
)
def test_the_inbox_is_narrowed(task: Wait, agent_calls: Caller, query: str, found: bool):
    assert bool(agent_calls.get(f"tasks/?{query}").json()["results"]) is found


def test_names_are_searched_in_the_body_without_accents(
    town: Town, task: Wait, agent_calls: Caller
):
    town.child.refresh_from_db()
    found = agent_calls.post("tasks/search/", {"words": f"{task.reference} ENFANT0"}).json()
    assert [t["id"] for t in found["results"]] == [task.pk]
    lost = agent_calls.post("tasks/search/", {"words": "dragon"}).json()
    assert lost["results"] == []
    assert (
        Caller(town.elsewhere).post("tasks/search/", {"words": "enfant0"}).json()["results"] == []
    )
