"""Documents by the API: sending, giving, opening, and whose they are."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.models import Case
from documents.models import Document, DocumentReading
from tests.api.conftest import Apart, Caller, Town
from tests.factories import enrolment
from workflows.engine import acts

pytestmark = pytest.mark.filterwarnings(
    "ignore:StreamingHttpResponse must consume asynchronous iterators:Warning"
)


def photo(name: str = "facture edf.png") -> SimpleUploadedFile:
    """A real picture."""
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def send(caller: Caller, path: str = "documents/", **fields):
    """Send a photo."""
    fields.setdefault("file", photo())
    return caller.post(path, fields, format="multipart", key=fields.pop("key", uuid4()))


def test_a_document_is_sent_then_given_then_opened(town: Town, parent: Caller, agent_calls: Caller):
    case = town.case()
    sent = send(parent, kind="address")
    assert (sent.status_code, sent.json()["content_type"]) == (201, "image/png")
    one = sent.json()["id"]
    assert [
        d["id"] for d in parent.get("documents/?kind=address&valid=true").json()["results"]
    ] == [one]
    assert agent_calls.get(f"documents/{one}/").status_code == 404

    given = parent.put(f"cases/{case.reference}/pieces/address/", {"document": one})
    assert (given.status_code, given.json()["state"]) == (200, "provided")
    assert agent_calls.get(f"documents/{one}/").json() == sent.json()

    opened = agent_calls.get(f"documents/{one}/content/?download=true")
    assert opened.status_code == 200
    assert opened["Content-Disposition"].startswith("attachment")
    assert b"".join(opened).startswith(b"\x89PNG")
    assert DocumentReading.objects.filter(document__public_id=one, reader=town.agent).exists()


def test_a_document_is_sent_straight_into_the_case(town: Town, parent: Caller):
    case = town.draft()
    path = f"cases/{case.reference}/pieces/insurance/file/"
    given = send(parent, path)
    assert (given.status_code, given.json()["state"]) == (201, "provided")
    document = Document.objects.get()
    assert (document.child, document.household) == (town.child, town.household)


def test_a_file_sent_twice_with_one_key_is_one_document(town: Town, parent: Caller):
    key = uuid4()
    first, second = (send(parent, kind="identity", key=key) for _ in range(2))
    assert first.json() == second.json()
    assert Document.objects.count() == 1
    changed = send(parent, kind="caf", key=key)
    assert changed.status_code == 422


def test_a_file_that_is_not_what_it_says_is_refused(town: Town, parent: Caller):
    fake = SimpleUploadedFile("x.pdf", b"MZ\x90\x00", content_type="application/pdf")
    told = send(parent, kind="address", file=fake)
    assert (told.status_code, told.json()["type"]) == (422, "urn:espace-familles:file-refused")
    assert not Document.objects.exists()


def test_what_the_town_writes_is_not_sent_by_others(town: Town, parent: Caller):
    told = send(parent, kind="decision")
    assert (told.status_code, list(told.json()["errors"])) == (400, ["kind"])


def test_a_file_is_needed(town: Town, parent: Caller):
    assert send(parent, kind="address", file="").status_code == 400
    path = f"cases/{town.draft().reference}/pieces/address/file/"
    assert parent.post(path, {}, format="multipart").status_code == 400


def test_documents_stay_in_the_household_that_gave_them(apart: Apart, town: Town):
    mother, father = Caller(apart.mother.user), Caller(apart.father.user)
    one = send(mother, kind="insurance", child=str(apart.case.child.public_id)).json()["id"]
    assert mother.get(f"documents/{one}/").status_code == 200
    for caller in (father, Caller(town.parent.user), Caller(town.elsewhere)):
        assert caller.get(f"documents/{one}/").status_code == 404
        assert caller.get(f"documents/{one}/content/").status_code == 404
        assert caller.get("documents/").json()["results"] == []


def test_nobody_gives_what_is_not_theirs(town: Town, parent: Caller):
    case = town.case()
    other = send(Caller(town.stranger.user), kind="address").json()["id"]
    told = parent.put(f"cases/{case.reference}/pieces/address/", {"document": other})
    assert (told.status_code, list(told.json()["errors"])) == (400, ["document"])
    unasked = parent.put(f"cases/{case.reference}/pieces/pai/", {"document": other})
    assert unasked.status_code == 404


def test_nobody_sends_for_a_home_or_a_child_that_is_not_theirs(town: Town, parent: Caller):
    other = town.stranger.memberships.get().household
    told = send(parent, kind="address", household=str(other.public_id))
    assert (told.status_code, list(told.json()["errors"])) == (400, ["household"])
    child = other.children.get()
    told = send(parent, kind="insurance", child=str(child.public_id))
    assert (told.status_code, list(told.json()["errors"])) == (400, ["child"])
    assert send(parent, kind="address", case="0000-0000").status_code == 404


def test_an_agent_sends_a_document_through_the_case(
    town: Town, agent_calls: Caller, parent: Caller
):
    case = town.case()
    assert send(agent_calls, kind="other").status_code == 400
    one = send(agent_calls, kind="other", case=case.reference).json()["id"]
    body = {"body": "Votre attestation", "attachments": [one]}
    told = agent_calls.post(f"cases/{case.reference}/messages/", body)
    assert [a["id"] for a in told.json()["attachments"]] == [one]
    assert parent.get(f"documents/{one}/").status_code == 200


def test_a_closed_case_takes_no_document(town: Town, parent: Caller):
    case = town.case()
    one = send(parent, kind="address").json()["id"]
    acts.decide(enrolment.task_of(case).pk, "accept", actor=town.agent)
    told = parent.put(f"cases/{case.reference}/pieces/address/", {"document": one})
    assert told.status_code == 409
    assert Case.objects.get(pk=case.pk).state == Case.State.ACCEPTED


def test_a_store_that_is_away_changes_nothing(town: Town, parent: Caller, settings):
    from dataclasses import replace

    settings.DOCUMENT_STORE = replace(settings.DOCUMENT_STORE, endpoint="127.0.0.1:1")
    told = send(parent, kind="address")
    assert (told.status_code, told["Content-Type"]) == (503, "application/problem+json")
    assert not Document.objects.exists()


def test_what_the_household_gave_before_is_offered_again(
    town: Town, parent: Caller, agent_calls: Caller
):
    one = send(parent, kind="address").json()["id"]
    case = town.case()
    rows = {p["kind"]: p for p in agent_calls.get(f"cases/{case.reference}/pieces/").json()}
    assert rows["address"]["reusable"]["id"] == one
    given = agent_calls.put(f"cases/{case.reference}/pieces/address/", {"document": one})
    assert (given.status_code, given.json()["reusable"]) == (200, None)


def test_the_service_says_whether_a_document_will_do(
    town: Town, parent: Caller, agent_calls: Caller
):
    case = town.case()
    path = f"cases/{case.reference}/pieces/address/"
    send(parent, f"{path}file/")
    key = uuid4()
    wrong = {"accepted": False, "comment": "Illisible"}
    for _ in range(2):
        told = agent_calls.post(f"{path}review/", wrong, key=key)
        assert (told.status_code, told.json()["state"]) == (200, "refused")
        assert told.json()["comment"] == "Illisible"
    assert case.events.filter(kind="piece_refused").count() == 1
    for caller in (parent, Caller(town.elsewhere)):
        assert caller.post(f"{path}review/", {"accepted": True}).status_code == 404
