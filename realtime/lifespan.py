"""The server's start and stop: the station is up before the first socket, and closed after."""

import gc
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
            # What a started process holds lives as long as it does: the collector, which stops
            # every thread, need not look through it again under a page that waits.
            gc.collect()
            gc.freeze()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await close_station()
            await send({"type": "lifespan.shutdown.complete"})
            return
