"""Messages both ways, and notes that no parent ever receives."""

from uuid import uuid4

from tests.api.conftest import Apart, Caller, Town


def test_messages_go_both_ways(town: Town, parent: Caller, agent_calls: Caller):
    path = f"cases/{town.case().reference}/messages/"
    sent = parent.post(path, {"body": "Bonjour"})
    assert (sent.status_code, sent.json()["side"], sent.json()["mine"]) == (201, "family", True)
    agent_calls.post(path, {"body": "Bonjour Madame"})
    told = parent.get(path).json()["results"]
    assert [(m["side"], m["mine"], m["body"]) for m in told] == [
        ("family", True, "Bonjour"),
        ("town", False, "Bonjour Madame"),
    ]
    assert told[1]["author"] == str(town.agent)


def test_an_empty_message_is_not_sent(town: Town, parent: Caller):
    told = parent.post(f"cases/{town.case().reference}/messages/", {"body": "  "})
    assert (told.status_code, list(told.json()["errors"])) == (400, ["body"])


def test_a_draft_has_no_conversation(town: Town, parent: Caller):
    told = parent.post(f"cases/{town.draft().reference}/messages/", {"body": "Bonjour"})
    assert told.status_code == 409


def test_nobodys_document_is_joined(town: Town, parent: Caller):
    body = {"body": "Voici", "attachments": [str(uuid4())]}
    told = parent.post(f"cases/{town.case().reference}/messages/", body)
    assert (told.status_code, list(told.json()["errors"])) == (400, ["attachments"])


def test_notes_exist_for_the_service_alone(town: Town, parent: Caller, agent_calls: Caller):
    path = f"cases/{town.case().reference}/notes/"
    noted = agent_calls.post(path, {"body": "Appeler l’école"})
    assert (noted.status_code, noted.json()["author"]) == (201, str(town.agent))
    assert [n["body"] for n in agent_calls.get(path).json()["results"]] == ["Appeler l’école"]
    for caller in (parent, Caller(town.elsewhere), Caller(town.stranger.user)):
        assert caller.get(path).status_code == 404
        assert caller.post(path, {"body": "a"}).status_code == 404


def test_the_other_household_has_no_part_in_the_conversation(apart: Apart):
    path = f"cases/{apart.case.reference}/messages/"
    assert Caller(apart.mother.user).post(path, {"body": "Bonjour"}).status_code == 201
    assert Caller(apart.father.user).get(path).status_code == 404
    assert Caller(apart.father.user).post(path, {"body": "Bonjour"}).status_code == 404
