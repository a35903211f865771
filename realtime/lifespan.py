"""The server's start and stop: the station is up before the first socket, and closed after."""

import logging
from collections.abc import Awaitable, Callable

from realtime.station import close_station, station

logger = logging.getLogger(__name__)


async def lifespan(scope: dict, receive: Callable, send: Callable[[dict], Awaitable]) -> None:
    """The ASGI lifespan protocol."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            station()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await close_station()
            await send({"type": "lifespan.shutdown.complete"})
            return
