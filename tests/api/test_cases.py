"""Cases as each may read them, and what the caller may do."""

import pytest

from cases.models import Case
from family.models import Tie
from tests.api.conftest import Apart, Caller, Town
from tests.factories import enrolment
from workflows.engine import acts


def test_a_parent_reads_what_was_declared_and_what_comes_next(town: Town, parent: Caller):
    case = town.case()
    told = parent.get(f"cases/{case.reference}/").json()
    assert told["level"] == "write"
    assert told["turn"] == "town"
    assert told["due_at"]
    assert told["stage"] == {"rank": 1, "of": 4, "title": "Vérification par le service"}
    assert told["content"]["lines"][0] == {
        "label": "Enfant",
        "value": str(town.child),
        "step": "enfant",
    }
    may = told["may"]
    assert (may["withdraw"], may["provide"], may["post_message"]) == (True, True, True)
    assert (may["fill"], may["claim"], may["add_note"], may["decide"]) == (False, False, False, [])


def test_the_other_parent_is_told_where_it_stands_and_nothing_more(apart: Apart):
    father, reference = Caller(apart.father.user), apart.case.reference
    told = father.get(f"cases/{reference}/").json()
    assert told["level"] == "overview"
    assert told["content"] is None
    assert not any(told["may"].values())
    for part in ("messages", "notes", "pieces", "steps/enfant"):
        assert father.get(f"cases/{reference}/{part}/").status_code == 404
    kinds = {
        event["audience"] for event in father.get(f"cases/{reference}/events/").json()["results"]
    }
    assert kinds == {"family"}


def test_a_parent_without_the_right_to_decide_reads_and_does_not_act(town: Town, parent: Caller):
    case = town.case()
    Tie.objects.filter(adult=town.parent).update(may_decide=False)
    told = parent.get(f"cases/{case.reference}/").json()
    assert (told["level"], any(told["may"].values())) == ("read", False)
    assert parent.get(f"cases/{case.reference}/messages/").status_code == 200
    assert parent.post(f"cases/{case.reference}/withdraw/").status_code == 404
    assert parent.post(f"cases/{case.reference}/messages/", {"body": "a"}).status_code == 404


def test_each_list_holds_what_its_reader_may_know(town: Town, apart: Apart):
    mine = town.case()

    def listed(caller: Caller) -> set[str]:
        return {case["reference"] for case in caller.get("cases/").json()["results"]}

    assert listed(Caller(town.parent.user)) == {mine.reference}
    assert listed(Caller(apart.father.user)) == {apart.case.reference}
    assert listed(Caller(town.agent)) == {mine.reference, apart.case.reference}
    assert listed(Caller(town.supervisor)) == {mine.reference, apart.case.reference}
    assert listed(Caller(town.stranger.user)) == listed(Caller(town.elsewhere)) == set()


def test_an_administrator_holds_no_family_file(town: Town, administrator: Caller):
    case = town.case()
    assert administrator.get("cases/").json()["results"] == []
    assert administrator.get(f"cases/{case.reference}/").status_code == 404
    assert administrator.get("tasks/").json()["results"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=open", True),
        ("state=draft", False),
        ("turn=town", True),
        ("turn=family", False),
        ("late=false", True),
        ("late=true", False),
        ("procedure=inscription", True),
        ("service=nowhere", False),
    ],
)
def test_lists_are_narrowed(town: Town, parent: Caller, query: str, found: bool):
    town.case()
    assert bool(parent.get(f"cases/?{query}").json()["results"]) is found


@pytest.mark.parametrize(
    "query",
    ["late=perhaps", "state=x", "limit=0", "limit=101", "cursor=x", "state=", "late=", "child=x"],
)
def test_a_filter_that_makes_no_sense_is_told(parent: Caller, query: str):
    told = parent.get(f"cases/?{query}")
    assert (told.status_code, list(told.json()["errors"])) == (
        400,
        [query.split("=", maxsplit=1)[0]],
    )


def test_pages_follow_each_other_without_a_gap(town: Town, parent: Caller):
    drafts = [town.draft().reference for _ in range(5)]
    seen, address = [], "cases/?limit=2&state=draft"
    while address:
        page = parent.get(address).json()
        assert len(page["results"]) <= 2
        seen += [case["reference"] for case in page["results"]]
        address = page["next"]
    assert seen == drafts[::-1]


def test_following_a_case_by_its_events(town: Town, parent: Caller, agent_calls: Caller):
    case = town.case()
    agent_calls.post(f"cases/{case.reference}/notes/", {"body": "à voir"})
    known = parent.get(f"cases/{case.reference}/events/").json()["results"][-1]["number"]
    parent.post(f"cases/{case.reference}/messages/", {"body": "Bonjour"})
    events = parent.get(f"cases/{case.reference}/events/?after={known}").json()["results"]
    assert [(e["kind"], e["side"], e["who"]) for e in events] == [
        ("message", "family", str(town.parent.user))
    ]
    assert parent.get(f"cases/{case.reference}/events/?after=0.5").status_code == 400
    staff = agent_calls.get(f"cases/{case.reference}/events/").json()["results"]
    assert [e["kind"] for e in staff] == ["submitted", "checked", "note", "message"]


def test_taking_a_request_back(town: Town, parent: Caller):
    case = town.case()
    told = parent.post(f"cases/{case.reference}/withdraw/")
    assert (told.status_code, told.json()["state"]) == (200, "withdrawn")
    again = parent.post(f"cases/{case.reference}/withdraw/")
    assert (again.status_code, again.json()["type"]) == (409, "urn:espace-familles:stale")


def test_answering_what_the_service_asked(town: Town, parent: Caller):
    case = town.case()
    task = enrolment.task_of(case)
    acts.decide(task.pk, "complement", actor=town.agent, text="Quel jour ?")
    reading = parent.get(f"cases/{case.reference}/").json()
    assert reading["may"]["answer"] == ["answered"]
    assert reading["content"]["last_decision"] == {
        "exit": "complement", "reason": "", "text": "Quel jour ?",
    }  # fmt: skip
    told = parent.post(f"cases/{case.reference}/answer/", {"exit": "answered"})
    assert (told.status_code, told.json()["turn"]) == (200, "town")


def test_an_answer_that_is_not_on_offer_is_refused(town: Town, parent: Caller):
    case = town.case()
    assert parent.post(f"cases/{case.reference}/answer/", {}).status_code == 409
    acts.decide(enrolment.task_of(case).pk, "complement", actor=town.agent, text="Quel jour ?")
    told = parent.post(f"cases/{case.reference}/answer/", {"exit": "late"})
    assert (told.status_code, told.json()["type"]) == (422, "urn:espace-familles:refused")


def test_reading_is_marked_and_shown_to_the_other_side(
    town: Town, parent: Caller, agent_calls: Caller
):
    case = town.case()
    assert parent.put(f"cases/{case.reference}/read/", {"number": 2}).status_code == 204
    assert parent.put(f"cases/{case.reference}/read/", {"number": 1}).status_code == 204
    told = agent_calls.get(f"cases/{case.reference}/").json()
    assert told["content"]["read_by_other_side"] == 2


def test_only_what_is_on_offer_is_begun(town: Town, parent: Caller):
    told = parent.post("cases/", {"procedure": "dragon"})
    assert (told.status_code, list(told.json()["errors"])) == (400, ["procedure"])
    assert not Case.objects.exists()
