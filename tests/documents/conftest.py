"""Stores that do not answer."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from documents import store


@pytest.fixture
def dead_store(settings) -> None:
    """Nothing listens where the store should be."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.DOCUMENT_STORE = replace(settings.DOCUMENT_STORE, endpoint=f"127.0.0.1:{port}")


@pytest.fixture
def silent_store(settings, monkeypatch) -> Iterator[None]:
    """Something takes the connection where the store should be, and never says a word."""
    monkeypatch.setattr(store, "ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        endpoint = "{}:{}".format(*mute.getsockname())
        settings.DOCUMENT_STORE = replace(settings.DOCUMENT_STORE, endpoint=endpoint)
        yield
