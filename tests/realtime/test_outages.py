"""The real web server and its own Redis, killed while pages are open."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from cases.models import CaseEvent, Message
from deploy.local import redis_server
from deploy.local.ports import HOST, Port
from tests.realtime.pages import cookie_of, signed_in
from tests.running_portal import RunningPortal

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 20.0


class OwnRedis:
    """A Redis that only this test knows, to be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, Port()
        self.program, _version = redis_server.find()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port.number}"

    def start(self) -> None:
        number = str(self.port.lend())
        command = [self.program, "--bind", HOST, "--port", number, "--save", "", "--dir"]
        self.process = subprocess.Popen([*command, str(self.folder)], stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRedis]:
    """A Redis of its own."""
    server = OwnRedis(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()
    server.port.release()


@pytest.fixture(scope="module")
def web(
    django_db_setup: None, redis: OwnRedis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPortal]:
    """A web server of its own, on the test database."""
    name = f"/{settings.DATABASES['default']['NAME']}"
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=name).geturl()
    portal = RunningPortal(
        tmp_path_factory.mktemp("web"), {"DATABASE_URL": database, "REDIS_URL": redis.url}
    )
    portal.start_web()
    yield portal
    portal.stop()


class Socket:
    """A browser's end of a real socket, that comes back with its number."""

    def __init__(self, portal: RunningPortal, user, reference: str) -> None:
        self.portal, self.reference = portal, reference
        self.cookie = cookie_of(signed_in(user))
        self.numbers: list[int] = []
        self.said: dict[str, int] = {}
        self.state = ""
        self.link: ClientConnection | None = None
        self._stack = ExitStack()

    def open(self) -> None:
        address = self.portal.url.replace("http", "ws", 1) + "/direct/"
        headers = {"Cookie": self.cookie}
        opened = connect(address, origin=self.portal.url, additional_headers=headers)
        self.link = self._stack.enter_context(opened)
        self.state = ""
        last = self.numbers[-1] if self.numbers else 0
        self.send(v=1, type="hello", cases={self.reference: last})
        self.until(lambda: self.state)

    def close(self) -> None:
        self._stack.close()

    def send(self, **frame) -> None:
        self.link.send(json.dumps(frame))

    def say(self, act: str) -> None:
        self.send(type="say", case=self.reference, act=act, body="Bonjour")

    def until(self, condition, seconds: float = LONG) -> None:
        end = monotonic() + seconds
        while not condition():
            frame = json.loads(self.link.recv(timeout=max(0.01, end - monotonic())))
            match frame["type"]:
                case "events":
                    self.numbers += [event["number"] for event in frame["events"]]
                case "said":
                    self.said[frame["act"]] = frame["number"]
                case "state":
                    self.state = frame["live"]


@contextmanager
def pages(portal: RunningPortal, around) -> Iterator[tuple[Socket, Socket]]:
    """The mother's and the agent's pages."""
    both = [Socket(portal, user, around.case.reference) for user in (around.mother, around.agent)]
    for page in both:
        page.open()
    yield both[0], both[1]
    for page in both:
        page.close()


def test_without_redis_messages_pass_and_the_page_says_that_they_are_slower(around, web, redis):
    with pages(web, around) as (mother, agent):
        mother.until(lambda: mother.state == "on")
        redis.kill()
        mother.until(lambda: mother.state == "degraded")

        agent.say(act := str(uuid4()))
        agent.until(lambda: act in agent.said)
        mother.until(lambda: mother.numbers == [1])

        redis.start()
        mother.until(lambda: mother.state == "on")
        agent.until(lambda: agent.state == "on")
        agent.say(act := str(uuid4()))
        agent.until(lambda: act in agent.said)
        mother.until(lambda: mother.numbers == [1, 2], seconds=2.0)
    assert "Traceback" not in web.log()


def test_a_redis_that_hangs_is_no_better_than_one_that_died(around, web, redis):
    with pages(web, around) as (mother, agent):
        mother.until(lambda: mother.state == "on")
        redis.process.send_signal(signal.SIGSTOP)  # it accepts, and answers nothing
        began = monotonic()
        agent.say(act := str(uuid4()))
        agent.until(lambda: act in agent.said)
        assert monotonic() - began < 2.0
        mother.until(lambda: mother.state == "degraded" and mother.numbers == [1])
        redis.process.send_signal(signal.SIGCONT)
        mother.until(lambda: mother.state == "on")
    assert "Traceback" not in web.log()


def test_a_web_server_killed_in_the_middle_loses_and_doubles_nothing(around, web):
    acts = [str(uuid4()) for _ in range(30)]
    with pages(web, around) as (mother, agent):
        for round_of_acts in (acts[:15], acts):
            unsaid = [act for act in round_of_acts if act not in agent.said]
            for act in unsaid[: len(unsaid) // 2]:
                agent.say(act)
            agent.until(lambda: agent.said)
            web.kill_web()
            for page in (mother, agent):
                drain(page)
            web.start_web()
            for page in (mother, agent):
                page.open()
        for act in acts:  # whatever was not acknowledged is sent again, and some that was
            agent.say(act)
        agent.until(lambda: len(agent.said) == len(acts))
        numbers = list(
            CaseEvent.objects.filter(case=around.case)
            .order_by("number")
            .values_list("number", flat=True)
        )
        mother.until(lambda: mother.numbers[-1:] == numbers[-1:])
        agent.until(lambda: agent.numbers[-1:] == numbers[-1:])

    assert numbers == list(range(1, len(acts) + 1))
    assert mother.numbers == agent.numbers == numbers
    assert dict(Message.objects.values_list("number", "body")) == dict.fromkeys(numbers, "Bonjour")
    assert sorted(agent.said.values()) == numbers


def drain(page: Socket) -> None:
    """Take what had arrived before the cut."""
    with pytest.raises(ConnectionClosed):
        page.until(lambda: False)


def test_the_server_stops_cleanly_with_pages_open(around, web):
    page = Socket(web, around.mother, around.case.reference)
    page.open()
    web.stop_web()
    with pytest.raises(ConnectionClosed) as closed:
        page.until(lambda: False)
    page.close()
    web.start_web()
    assert closed.value.rcvd.code == 1012
    assert "Traceback" not in web.log()
