"""Free ports, kept for us between the moment they are found and the moment they are used."""

from __future__ import annotations

import errno
import socket

from deploy.local.messages import Trouble
from deploy.local.processes import LINUX

HOST = "127.0.0.1"


class Port:
    """A port of this machine that no other program is given while we hold it.

    We keep a socket bound to it that does not listen. Lent to a server that we start, it lets
    that server bind beside it (on Linux, when both allow reuse of the address), and the system
    still hands the port to nobody who asks for any free one.
    """

    def __init__(self, number: int = 0) -> None:
        self._socket: socket.socket | None = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, number))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        self.number: int = self._socket.getsockname()[1]

    def __del__(self) -> None:
        """A port that nobody knows any more is nobody's."""
        self.release()

    def lend(self) -> int:
        """Let a server of ours bind to it from now on."""
        if LINUX and self._socket is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:
            self.release()
        return self.number

    def release(self) -> None:
        """Let the port go."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def first_free(wanted: int, tries: int = 100) -> Port:
    """The wanted port, or the next one that is free."""
    for number in range(wanted, min(wanted + tries, 65536)):
        try:
            return Port(number)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise Trouble(f"No free port from {wanted} to {wanted + tries - 1}: set PORT to another one.")
