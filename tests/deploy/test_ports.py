"""A port that we hold is given to nobody else, and a server of ours can still bind to it."""

import socket

import pytest

from deploy.local.messages import Trouble
from deploy.local.ports import HOST, Port, first_free


def test_the_next_free_port_is_taken():
    held = Port()

    assert first_free(held.number).number > held.number


def test_a_held_port_is_closed_to_others_until_it_is_lent():
    port = Port()
    with pytest.raises(OSError, match="in use"):
        Port(port.number)

    with socket.create_server((HOST, port.lend())) as server:
        assert server.getsockname()[1] == port.number


def test_no_free_port_is_said_in_one_line():
    held = Port()

    with pytest.raises(Trouble, match=r"^No free port from .* set PORT to another one\.$"):
        first_free(held.number, tries=1)
