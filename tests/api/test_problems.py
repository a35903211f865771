"""Every error is a problem, whoever raised it."""

import pytest

from tests.api.conftest import Caller, Town

PROBLEM = "application/problem+json"


def test_nobody_is_asked_to_sign_in(town: Town):
    told = Caller(None).get("cases/")
    assert (told.status_code, told["Content-Type"]) == (401, PROBLEM)
    assert told["WWW-Authenticate"].startswith("Session")
    assert told.json()["status"] == 401


@pytest.mark.parametrize(
    "path", ["nowhere/", "a%0Ab/", "cases/../../x", "cases", "cases/LOUP-0000/", ""]
)
def test_an_address_that_leads_nowhere_is_a_problem_too(parent: Caller, path: str):
    for told in (parent.get(path), parent.post(path), parent.delete(path)):
        assert (told.status_code, told["Content-Type"]) == (404, PROBLEM)


def test_missing_and_forbidden_read_the_same(town: Town, parent: Caller):
    case = town.case()
    forbidden = Caller(town.stranger.user).get(f"cases/{case.reference}/")
    missing = parent.get("cases/0000-0000/")
    assert forbidden.status_code == missing.status_code == 404
    assert forbidden.json() == missing.json()


def test_a_method_that_is_not_there_says_which_are(parent: Caller):
    told = parent.put("me/", {})
    assert (told.status_code, told["Content-Type"], told["Allow"]) == (405, PROBLEM, "GET, HEAD")


def test_a_media_type_that_is_not_spoken(parent: Caller):
    told = parent.get("me/", Accept="text/csv")
    assert (told.status_code, told["Content-Type"]) == (406, PROBLEM)


def test_a_body_that_is_not_read(town: Town, parent: Caller):
    told = parent.post("cases/", b"<a/>", content_type="text/xml")
    assert (told.status_code, told["Content-Type"]) == (415, PROBLEM)


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"a"', b"\xff", b"[" * 100_000, b"null"])
def test_a_body_that_makes_no_sense(parent: Caller, body: bytes):
    told = parent.post("cases/", body, content_type="application/json")
    assert (told.status_code, told["Content-Type"]) == (400, PROBLEM)


def test_a_body_that_is_too_large(parent: Caller, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    told = parent.post("cases/", {"procedure": "a" * 200})
    assert (told.status_code, told["Content-Type"]) == (413, PROBLEM)


def test_wrong_values_are_named_by_their_place(town: Town, parent: Caller):
    case = town.case()
    wrong = {"body": "a", "attachments": ["x"]}
    told = parent.post(f"cases/{case.reference}/messages/", wrong)
    assert told.status_code == 400
    assert list(told.json()["errors"]) == ["attachments.0"]


def test_a_fault_of_ours_tells_nothing(town: Town, parent: Caller, monkeypatch, caplog):
    def fail(_user):
        raise RuntimeError("secret")

    monkeypatch.setattr("api.me.staff_of", fail)
    parent.client.raise_request_exception = False
    told = parent.get("me/")
    assert (told.status_code, told["Content-Type"]) == (500, PROBLEM)
    assert "secret" not in told.content.decode()
    assert "the API failed in Me" in caplog.text


def test_too_many_requests_say_when_to_try_again(town: Town, parent: Caller, settings):
    rates = {"read": "2/min", "write": "1/min", "upload": "1/min"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}
    assert [parent.get("me/").status_code for _ in range(2)] == [200, 200]
    told = parent.get("me/")
    assert (told.status_code, told["Content-Type"]) == (429, PROBLEM)
    assert 0 < int(told["Retry-After"]) <= 61
    other = Caller(town.stranger.user)
    assert other.get("me/").status_code == 200


def test_nobody_is_held_back_while_redis_is_away(town: Town, parent: Caller, settings):
    away = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/1"}
    settings.CACHES = {"default": away}
    assert parent.get("me/").status_code == 200


def test_a_write_without_csrf_token_is_refused(town: Town):
    caller = Caller(town.parent.user)
    caller.client.handler.enforce_csrf_checks = True
    told = caller.post("cases/", {"procedure": "inscription"})
    assert (told.status_code, told["Content-Type"]) == (403, PROBLEM)


@pytest.mark.parametrize("body", [0, 1.5, True, ["a"], {"a": "b"}, None])
def test_a_text_is_a_text(town: Town, parent: Caller, body: object):
    told = parent.post(f"cases/{town.case().reference}/messages/", {"body": body})
    assert (told.status_code, list(told.json()["errors"])) == (400, ["body"])
