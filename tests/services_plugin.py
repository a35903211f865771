"""Starts the real servers before Django reads its settings, and stops them after the last test.

The controlling process starts all three. Each process of pytest-xdist shares the database
server (its own database is a copy of `template_database`) and the store (a bucket of its own),
and has its own Redis, whose message bus knows no separate databases.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from deploy.catalogue.languages import compile_all
from deploy.local import services
from deploy.local.messages import Trouble
from tests import template_database

OUTSIDE = {"ALLOWED_HOSTS": "testserver,localhost,127.0.0.1", "SITE_URL": "http://testserver"}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Bring the servers up, then let pytest-django read the settings."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compile_all()
    servers = ExitStack()
    early_config.add_cleanup(servers.close)
    try:
        parts = servers.enter_context(services.throwaway(_given()))
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from None
    os.environ.update({**OUTSIDE, **parts.environment()})
    if getattr(early_config.known_args_namespace, "numprocesses", None):
        servers.enter_context(template_database.being_made())
    os.environ["S3_URL"] = servers.enter_context(_own_bucket(os.environ["S3_URL"]))
    return (yield)


def _given() -> dict[str, str]:
    given = dict(os.environ)
    if "PYTEST_XDIST_WORKER" in given:
        given.pop("REDIS_URL")
    return given


@contextmanager
def _own_bucket(url: str) -> Iterator[str]:
    """A bucket for this process alone, whatever the store; gone with its content at the end."""
    from minio import Minio
    from minio.deleteobjects import DeleteObject

    parts = urlsplit(url)
    client = Minio(
        parts.netloc.rpartition("@")[2],
        access_key=parts.username,
        secret_key=parts.password,
        secure=parts.scheme == "https",
    )
    name = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-{os.getpid()}"
    client.make_bucket(name)
    try:
        yield parts._replace(path=f"/{name}").geturl()
    finally:
        found = client.list_objects(name, recursive=True)
        doomed = [DeleteObject(item.object_name) for item in found if item.object_name]
        for error in client.remove_objects(name, doomed):
            raise RuntimeError(f"The store kept an object of the tests: {error}")
        client.remove_bucket(name)
