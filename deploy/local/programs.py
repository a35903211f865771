"""The portal's own programs, as the demo and the browser tests start them."""

from __future__ import annotations

import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy.local.ports import HOST


def web(port: int) -> list[str]:
    """HTTP and WebSocket. Asked to stop, it answers what it has begun, for five seconds."""
    return [
        *(sys.executable, "-m", "uvicorn", "config.asgi:application"),
        *("--host", HOST, "--port", str(port), "--timeout-graceful-shutdown", "5"),
        *("--ws-ping-interval", "20", "--ws-ping-timeout", "20"),
        *("--ws-per-message-deflate", "false"),  # halves the memory of an idle socket
    ]


def worker(threads: int = 4) -> list[str]:
    """Background jobs; asked to stop by TERM, it ends the jobs it has begun."""
    return [
        *(sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"),
        *("-P", "threads", "-c", str(threads), "--without-gossip", "--without-mingle"),
    ]


def beat(schedule: Path) -> list[str]:
    """The clock that sends periodic jobs; `schedule` is the file it remembers them in."""
    return [
        *(sys.executable, "-m", "celery", "-A", "config", "beat", "--loglevel", "INFO"),
        *("--pidfile=", "--schedule", str(schedule)),
    ]


def web_answers(port: int) -> bool:
    """Whether the web server gives any answer."""
    link = HTTPConnection(HOST, port, timeout=10)
    try:
        link.request("GET", "/")
        return link.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        link.close()
