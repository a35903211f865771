"""A mark in every personal field, a whole enrolment with its mishaps: the mark stays inside."""

import base64
import json
import logging
import re
from collections.abc import Iterator
from smtplib import SMTPServerDisconnected
from uuid import uuid4

import pghistory.models
import pytest
import redis
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from viewflow.workflow.models import Process, Task

from cases.models import Case, CaseEvent, Message, Note
from tests.documents.files import pdf
from tests.factories import enrolment
from tests.factories.activities import group_of
from tests.factories.enrolment import task_of
from tests.factories.family import ChildFactory, HealthRecordFactory, TieFactory, one_family
from tests.factories.town import ServiceFactory, agent
from tests.workflows.following import give_missing
from workflows.engine import acts
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db(transaction=True)

MARK = "Zorglub"
LINE = import_string(settings.LOGGING["formatters"]["line"]["()"])("%(name)s %(message)s")
PHONE = "+33699887766"
SECRET = re.compile(rf"{MARK}|0?6[ .]?99[ .]?88[ .]?77[ .]?66", re.I)
LINK = re.compile(r'(?:href|action|src|hx-get|hx-post|data-[a-z-]*url)="([^"]*)"')


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """The jobs' queue, empty."""
    queue = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    queue.delete("celery")
    yield queue
    queue.delete("celery")
    queue.close()


@pytest.fixture
def woken(monkeypatch) -> list[dict]:
    """What the live pages are told."""
    items: list[dict] = []
    monkeypatch.setattr("cases.wakeup.broadcast", items.append)
    return items


class Life:
    """A family whose every field holds the mark, and what it and an agent do."""

    def __init__(self) -> None:
        self.service = ServiceFactory()
        self.clerk = agent(self.service)
        self.home, self.adult, (self.child,) = one_family(
            first_name=MARK, last_name=MARK, email=f"{MARK.lower()}@exemple.fr", mobile=PHONE
        )
        self.home.name, self.home.street = f"Famille {MARK}", f"1 rue {MARK}"
        self.home.save()
        self.child.first_name = self.child.last_name = MARK
        self.child.save()
        HealthRecordFactory(child=self.child, has_pai=True, allergies=MARK)
        TieFactory(adult=self.adult, child=ChildFactory(first_name=MARK, homes=[self.home]))
        self.links: list[str] = []
        self.parent, self.desk = Client(), Client()
        self.parent.raise_request_exception = self.desk.raise_request_exception = False
        self.parent.force_login(self.adult.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        self.desk.force_login(self.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])

    def get(self, browser: Client, name: str, *args: object) -> str:
        """Look at a page, and keep the addresses that it gives."""
        address = reverse(name, args=args)
        answer = browser.get(address)
        page = b"".join(answer).decode(errors="replace")
        self.links += [address, answer.headers.get("Location", ""), *LINK.findall(page)]
        return page

    def post(self, browser: Client, name: str, *args: object, **data: object) -> None:
        """Send a form, and keep where it leads."""
        answer = browser.post(reverse(name, args=args), {"act": str(uuid4()), **data})
        self.links.append(answer.headers.get("Location", ""))

    def live(self, monkeypatch) -> Case:
        """From the draft to the place, with what goes wrong on the way."""
        group = group_of(self.service, places=1)
        case = enrolment.draft(self.adult, self.home, self.child, group)
        ref = case.reference
        for page in ("home", "portal:family", "portal:profile", "portal:entourage"):
            self.get(self.parent, page)
        self.get(self.parent, "portal:summary", ref)
        self.post(self.parent, "portal:submit", ref)
        self.post(self.parent, "portal:message", ref, text=f"Bonjour, {MARK}")
        self.post(self.desk, "desk:note", ref, body=MARK, text=MARK)
        self.fail_on_the_way(case, monkeypatch)
        words = {"text": MARK, "pieces": {"address": MARK}}
        acts.decide(task_of(case).pk, "complement", actor=self.clerk, **words)
        paper = SimpleUploadedFile(f"{MARK}.pdf", pdf(), "application/pdf")
        self.post(self.parent, "portal:give_piece", ref, "insurance", file=paper)
        give_missing(case)
        for page in ("portal:case", "portal:case_live", "portal:receipt", "portal:withdraw"):
            self.get(self.parent, page, ref)
        for page in ("desk:case",):
            self.get(self.desk, page, ref)
        self.get(self.desk, "desk:inbox")
        self.post(self.parent, "portal:answer", ref)
        acts.decide(task_of(case).pk, "accept", actor=self.clerk)
        return case

    def fail_on_the_way(self, case: Case, monkeypatch) -> None:
        """The mail server is lost, an effect breaks, a page is not there, a timer fails."""
        with monkeypatch.context() as broken:
            broken.setattr(EmailMessage, "send", _lost)
            sweep_deliveries()
        with monkeypatch.context() as broken:
            broken.setattr("activities.capacity.take_place", _broken)
            task = task_of(case).pk
            self.post(self.desk, "desk:decide", case.reference, "accept", task=task)
        with monkeypatch.context() as broken:
            broken.setattr("workflows.engine.sweep.remind", _broken)
            with transaction.atomic():
                sweep_waits()
        self.parent.get(f"/demandes/{case.reference}/nowhere/")


def _lost(self, *args, **kwargs):
    raise SMTPServerDisconnected(f"{self.to} {self.body}")


def _broken(*args, **kwargs):
    raise RuntimeError(f"broken with {MARK}")


def test_what_a_family_tells_stays_in_its_file(broker, woken, monkeypatch, caplog):
    caplog.set_level(settings.LOGGING["root"]["level"])
    life = Life()
    case = life.live(monkeypatch)
    sweep_deliveries()
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    assert Message.objects.filter(case=case, body__contains=MARK).exists()
    assert Note.objects.filter(case=case, body__contains=MARK).exists()

    kept = {
        "logs": [_line(record) for record in caplog.records],
        "event payloads": list(CaseEvent.objects.values_list("payload", flat=True)),
        "processes": list(Process.objects.values()),
        "tasks": list(Task.objects.values()),
        "jobs": [_job(raw) for raw in broker.lrange("celery", 0, -1)],
        "wake-ups": woken,
        "history contexts": list(
            pghistory.models.Context.objects.values_list("metadata", flat=True)
        ),
        "addresses": [link for link in life.links if not link.startswith(("tel:", "mailto:"))],
        "mail headers": [dict(m.message().items()) | {"To": ""} for m in mail.outbox],
        "mails": [m.body for m in mail.outbox],
    }
    assert any("Internal Server Error" in line for line in kept["logs"])  # it did break
    assert all(kept[place] for place in kept), {k: len(v) for k, v in kept.items()}
    told = {
        place: [str(x) for x in found if SECRET.search(str(x))] for place, found in kept.items()
    }
    assert {place: found for place, found in told.items() if found} == {}


def _line(record: logging.LogRecord) -> str:
    """What the log writes of it, the traceback included."""
    return LINE.format(record)


def _job(raw: bytes) -> str:
    message = json.loads(raw)
    return json.dumps(message["headers"]) + base64.b64decode(message["body"]).decode()
