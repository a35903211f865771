"""Each part killed and started again: pages come back by themselves, nobody restarts the rest."""

from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import urlopen

from django.db import connection

from accounts.models import User
from deploy.local.processes import until
from deploy.local.server import Server
from deploy.local.services import Services
from tests.factories.accounts import UserFactory
from tests.running_portal import RunningPortal


def status(portal: RunningPortal) -> int:
    """How the sign-in page answers; 0 when nobody does."""
    try:
        with urlopen(f"{portal.url}/compte/connexion/", timeout=15) as answer:
            return answer.status
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def revive(server: Server) -> None:
    server.start()
    server.wait()


def comes_true(question: Callable[[], bool], seconds: float = 45) -> bool:
    until(question, seconds)
    return question()


def test_the_web_server_comes_back_at_its_address(portal: RunningPortal) -> None:
    portal.kill_web()
    assert status(portal) == 0
    portal.start_web()
    assert status(portal) == 200


def test_pages_do_without_redis_and_find_it_again(parts: Services, portal: RunningPortal) -> None:
    assert parts.redis is not None
    parts.redis.kill()
    assert comes_true(lambda: status(portal) == 200)
    revive(parts.redis)
    assert comes_true(lambda: status(portal) == 200)


def test_what_was_committed_outlives_postgresql(parts: Services, portal: RunningPortal) -> None:
    assert parts.postgres is not None
    user = UserFactory()
    parts.postgres.kill()
    revive(parts.postgres)
    connection.close()
    assert User.objects.filter(pk=user.pk).exists()
    assert comes_true(lambda: status(portal) == 200)
