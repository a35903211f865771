"""The API does what its OpenAPI document says, for everybody, whatever is sent.

Schemathesis makes the requests; each one is sent by every role to the real application and
database, and undone. No server error, no answer that the document does not know.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks as known

from accounts.models import User
from documents.deposit import deposit
from documents.models import Document
from family.models import Household
from tests.api.conftest import session_of
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.family import one_family, separated_parents
from tests.factories.town import ServiceFactory, agent, supervisor
from workflows.engine import acts
from workflows.engine.procedure import registry

REFERENCE = "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SLUG = "[-a-zA-Z0-9_]+"
TOKEN = "c" * 32
# What no document can say of these: a value of the right shape may name nothing (400, 422), and
# the same session is sent again for other checks.
LEFT_OUT = [known.positive_data_acceptance, known.ignored_auth]
schema = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/", get_wsgi_application(), headers={"Accept": "application/json"}
)
schema.config.generation.with_security_parameters = False  # the roles bring their own session


@dataclass
class World:
    """Who calls, and what there is to call about."""

    roles: dict[str, User | None]
    reference: str
    draft: str
    task: int
    document: str
    sent: int = 0
    seen: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """A small town for the whole module, gone at its end; requests leave its connection open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


def kept(home: Household) -> Document:
    """A document whose bytes are really in the store."""
    content = b"%PDF-1.7 "
    return deposit(
        content, "application/pdf", kind="other", household=home, child=None, uploader=None,
        name="courrier.pdf",
    )  # fmt: skip


def build() -> World:
    """One child of separated parents, a request that waits for the family, and one in a queue."""
    service = ServiceFactory()
    clerk = agent(service)
    (home, mother), (_other, father), child = separated_parents()
    group = enrolment.group_of(service)
    waiting = enrolment.submitted(mother, home, child, group)
    acts.decide(enrolment.task_of(waiting).pk, "complement", actor=clerk, text="Quel jour ?")
    queued = enrolment.submitted(mother, home, child, group)
    return World(
        roles={
            "parent": mother.user,
            "other parent": father.user,
            "other household": one_family()[1].user,
            "agent": clerk,
            "supervisor": supervisor(service),
            "administrator": UserFactory(administrator=True),
            "nobody": None,
        },
        reference=waiting.reference,
        draft=enrolment.draft(mother, home, child, group).reference,
        task=enrolment.task_of(queued).pk,
        document=str(kept(home).public_id),
    )


@pytest.fixture
def statuses(request: pytest.FixtureRequest) -> Iterator[dict[str, int]]:
    """What each role was answered when all asked the same, good thing about what there is.

    A contract kept by refusals alone would prove little: somebody got behind the door, whoever
    may read got something to read, and nobody who is not signed in did.
    """
    told: dict[str, int] = {}
    yield told
    assert len(told) == 7, "the operation was not asked by every role"
    assert told.pop("nobody") == 401
    if "[GET " in request.node.name or "[DELETE " in request.node.name:
        assert {200, 204} & set(told.values())
    else:
        assert set(told.values()) - {404, 405, 415}


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume:Warning")
@schema.parametrize()
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_documented(
    case: schemathesis.Case, world: World, statuses: dict[str, int]
):
    """The first good request of an operation is sent by every role, about what there really is;
    each other one by the next role, two in three about what there is."""
    world.sent += 1
    first = case.operation.label not in world.seen and is_good(case)
    if first:
        world.seen.add(case.operation.label)
    if first:
        be_good_for_what_there_is(case, world)
    elif world.sent % 3:
        be_about_what_there_is(case, world, draft=bool(world.sent % 2))
    roles = list(world.roles)
    for role in world.roles if first else [roles[world.sent % len(roles)]]:
        headers, cookies = signed_in(world.roles[role])
        with transaction.atomic():
            told = case.call_and_validate(
                headers=headers, cookies=cookies, excluded_checks=LEFT_OUT
            )
            transaction.set_rollback(True)
        if first:
            statuses[role] = told.status_code


def is_good(case: schemathesis.Case) -> bool:
    """A request that the document allows: schemathesis makes wrong ones too, on purpose."""
    return case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE


def be_good_for_what_there_is(case: schemathesis.Case, world: World) -> None:
    """Drop what may name nothing: a filter, a home, a child, another case."""
    path = case.operation.path
    draft = "/steps/" in path or path.endswith("/submit/") or case.method.upper() == "DELETE"
    be_about_what_there_is(case, world, draft=draft, whatever_was_meant=True)
    case.query = {}
    if path.endswith("/documents/") and isinstance(case.body, dict):
        for name in ("case", "household", "child"):
            case.body.pop(name, None)


def be_about_what_there_is(
    case: schemathesis.Case, world: World, *, draft: bool, whatever_was_meant: bool = False
) -> None:
    """Put what there is in the place of a well-shaped address that leads nowhere."""
    offered = [declared.slug for declared in registry if not declared.for_visitors]
    lists = "procedures" in case.path
    there = {
        "reference": (REFERENCE, world.draft if draft else world.reference),
        "number": (r"[1-9][0-9]{0,14}", world.task),
        "public_id": (UUID, world.document),
        "slug": (SLUG, offered[world.sent % len(offered)] if lists else "jours"),
        "kind": (SLUG, "address"),
    }
    for name, value in (case.path_parameters or {}).items():
        shape, real = there[name]
        if whatever_was_meant or re.fullmatch(shape, str(value)):
            case.path_parameters[name] = real


def signed_in(user: User | None) -> tuple[dict[str, str], dict[str, str]]:
    """The headers and cookies of a browser in which this person is signed in."""
    cookies = {django_settings.CSRF_COOKIE_NAME: TOKEN}
    if user is not None:
        cookies[django_settings.SESSION_COOKIE_NAME] = session_of(user)
    return {"X-CSRFToken": TOKEN, "Accept-Encoding": "identity"}, cookies
