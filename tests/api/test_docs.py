"""The API describes itself, to anybody, under the site's own policy."""

import re

from drf_spectacular.validation import validate_schema
from rest_framework.test import APIClient

from api.urls import urlpatterns


def test_the_openapi_document_is_valid_and_public(db):
    told = APIClient().get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert (told.status_code, told["Content-Type"]) == (200, "application/json")
    validate_schema(told.json())


def test_every_address_is_described(db):
    described = APIClient().get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    paths = {re.sub(r"\{[^}]+\}", "{}", path) for path in described["paths"]}
    hidden = {"schema", "docs", "nowhere"}
    ours = {
        "/api/v1/" + re.sub(r"<[^>]+>", "{}", str(pattern.pattern))
        for pattern in urlpatterns
        if pattern.name not in hidden
    }
    assert paths == ours


def test_each_write_asks_for_a_key_or_says_why_not(db):
    described = APIClient().get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    keyless = {
        operation["operationId"]
        for methods in described["paths"].values()
        for method, operation in methods.items()
        if method in {"post", "put", "delete"}
        and "Idempotency-Key" not in {p["name"] for p in operation["parameters"]}
    }
    assert keyless == {"cases_drop", "cases_mark_read", "drafts_step_put", "tasks_search"}
    for methods in described["paths"].values():
        for operation in methods.values():
            if operation["operationId"] in keyless:
                assert "No key" in operation["description"]


def test_the_documentation_runs_nothing_inline(client, db):
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text)
    assert "unsafe" not in page["Content-Security-Policy"]
