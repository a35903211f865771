"""A request from its first question to its number, by the API alone."""

from cases.models import Case
from tests.api.conftest import Caller, Town
from tests.factories import enrolment
from workflows.engine import acts
from workflows.engine.procedure import registry


def test_a_request_is_begun_filled_and_sent(town: Town, parent: Caller):
    begun = parent.post("cases/", {"procedure": "inscription"})
    assert (begun.status_code, begun.json()["state"]) == (201, "draft")
    reference = begun.json()["reference"]

    first = parent.get(f"cases/{reference}/steps/enfant/").json()
    assert first["fields"][0]["kind"] == "one_of"
    assert [c["value"] for c in first["fields"][0]["choices"]] == [str(town.child.public_id)]

    for slug, answers in enrolment.typed(town.child, town.group).items():
        told = parent.put(f"cases/{reference}/steps/{slug}/", {"answers": answers})
        assert (told.status_code, told.json()["complete"]) == (200, True), told.json()

    sent = parent.post(f"cases/{reference}/submit/")
    assert (sent.status_code, sent.json()["state"]) == (200, "open")
    assert sent.json()["content"]["filed_by_service"] is False


def test_what_was_typed_is_kept_right_or_wrong(town: Town, parent: Caller):
    case = town.draft()
    told = parent.put(
        f"cases/{case.reference}/steps/jours/",
        {"answers": {"weekdays": ["9"], "starts_on": ["demain"]}},
    )
    assert (told.status_code, told.json()["complete"]) == (200, False)
    days = {field["name"]: field for field in told.json()["fields"]}
    assert (days["starts_on"]["typed"], bool(days["starts_on"]["errors"])) == (["demain"], True)
    assert parent.get(f"cases/{case.reference}/steps/jours/").json() == told.json()


def test_a_question_that_is_not_asked_is_refused(town: Town, parent: Caller):
    case = town.draft()
    told = parent.put(f"cases/{case.reference}/steps/jours/", {"answers": {"salary": ["9"]}})
    assert (told.status_code, list(told.json()["errors"])) == (400, ["answers.salary"])


def test_sending_too_early_names_the_steps(town: Town, parent: Caller):
    reference = parent.post("cases/", {"procedure": "inscription"}).json()["reference"]
    told = parent.post(f"cases/{reference}/submit/")
    assert (told.status_code, told.json()["steps"]) == (422, ["activite", "jours", "accords"])
    assert Case.objects.get().state == Case.State.DRAFT


def test_what_stops_a_request_is_told_in_plain_words(town: Town, parent: Caller):
    first, second = town.draft(), town.draft()
    parent.post(f"cases/{first.reference}/submit/")
    acts.decide(enrolment.task_of(first).pk, "accept", actor=town.agent)
    told = parent.post(f"cases/{second.reference}/submit/")
    assert told.status_code == 422
    assert told.json()["steps"] == ["activite"]  # the offer holds it no more


def test_a_draft_is_dropped_for_good(town: Town, parent: Caller):
    case = town.draft()
    assert parent.delete(f"cases/{case.reference}/").status_code == 204
    assert parent.delete(f"cases/{case.reference}/").status_code == 404
    assert parent.delete(f"cases/{town.case().reference}/").status_code == 409


def test_a_draft_is_its_authors_alone(town: Town, agent_calls: Caller):
    case = town.draft()
    for caller in (agent_calls, Caller(town.stranger.user)):
        assert caller.get(f"cases/{case.reference}/").status_code == 404
        assert caller.get(f"cases/{case.reference}/steps/enfant/").status_code == 404
        assert caller.post(f"cases/{case.reference}/submit/").status_code == 404


def test_the_service_files_it_for_a_family_at_the_counter(town: Town, agent_calls: Caller):
    asked = at_counter(town)
    reference = agent_calls.post("cases/", asked).json()["reference"]
    for slug, answers in enrolment.typed(town.child, town.group).items():
        agent_calls.put(f"cases/{reference}/steps/{slug}/", {"answers": answers})
    sent = agent_calls.post(f"cases/{reference}/submit/").json()
    assert sent["content"]["filed_by_service"] is True
    seen = Caller(town.parent.user).get(f"cases/{reference}/events/").json()["results"]
    assert seen[0]["side"] == "town"


def at_counter(town: Town) -> dict[str, str]:
    """What an agent says to begin a request for the family that stands there."""
    return {
        "procedure": "inscription",
        "household": str(town.household.public_id),
        "applicant": str(town.parent.public_id),
    }


def test_a_request_filed_for_another_service_is_sent_and_read_no_more(town: Town):
    clerk = Caller(town.elsewhere)
    reference = clerk.post("cases/", at_counter(town)).json()["reference"]
    for slug, answers in enrolment.typed(town.child, town.group).items():
        clerk.put(f"cases/{reference}/steps/{slug}/", {"answers": answers})
    sent = clerk.post(f"cases/{reference}/submit/")
    assert (sent.status_code, sent.json()["state"]) == (200, "open")
    assert (sent.json()["level"], sent.json()["content"]) == ("none", None)
    assert clerk.get(f"cases/{reference}/").status_code == 404
    assert Caller(town.agent).get(f"cases/{reference}/").status_code == 200


def test_the_counter_says_for_whom(town: Town, agent_calls: Caller):
    asked = at_counter(town)
    assert agent_calls.post("cases/", {"procedure": "inscription"}).status_code == 400
    other = {**asked, "applicant": str(town.stranger.public_id)}
    assert agent_calls.post("cases/", other).status_code == 400
    lost = {**asked, "household": asked["applicant"]}
    assert agent_calls.post("cases/", lost).status_code == 404


def test_nobody_files_for_somebody_else(town: Town, parent: Caller, administrator: Caller):
    asked = {"procedure": "inscription", "applicant": str(town.stranger.public_id)}
    assert parent.post("cases/", asked).status_code == 400
    assert administrator.post("cases/", {"procedure": "inscription"}).status_code == 400
    other = town.stranger.memberships.get().household
    home = {"procedure": "inscription", "household": str(other.public_id)}
    assert parent.post("cases/", home).status_code == 400


def test_the_demarches_tell_what_they_ask(parent: Caller):
    listed = parent.get("procedures/").json()
    assert {p["slug"] for p in listed} == {p.slug for p in registry if not p.for_visitors}
    told = parent.get("procedures/inscription/").json()
    steps = [s["slug"] for s in told["steps"]]
    assert steps == ["enfant", "activite", "jours", "derogation", "accords"]
    assert told["silence"]["months"] == 2
    assert len(told["stages"]) == 4
    assert parent.get("procedures/dragon/").status_code == 404
