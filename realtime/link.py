"""This process's link to the channel layer: held, proved by a pulse, made again when lost."""

import asyncio
import logging
from collections.abc import Callable

from channels.layers import get_channel_layer

from cases.broadcast import GROUP

logger = logging.getLogger(__name__)


class Link:
    """Receives what every process says. `up` is what was proved, not what is hoped.

    A pulse goes out through Redis and must come back: publishing and receiving both work, or
    the link is down and is built anew.
    """

    EVERY = 3.0  # seconds between pulses
    PATIENCE = 2.0  # seconds for one to come back, or for the link to be made
    PAUSE = 1.0  # seconds before trying again

    def __init__(self, receive: Callable[[dict], None], changed: Callable[[bool], None]) -> None:
        self._receive, self._changed = receive, changed
        self._beat = asyncio.Event()
        self.up = False
        self._tried = asyncio.Event()  # set once it is known whether it is up

    async def known(self) -> None:
        """Wait until it is known whether the link is up: at the start of a process only."""
        await self._tried.wait()

    async def hold(self) -> None:
        """Keep the link, for as long as the process lives."""
        while True:
            listener = None
            try:
                async with asyncio.timeout(self.PATIENCE):
                    channel = await self._join()
                listener = asyncio.create_task(self._listen(channel))
                await self._prove(channel, listener)
            except Exception as error:
                self._note_down(error)
            finally:
                await self._let_go(listener)
            await asyncio.sleep(self.PAUSE)

    async def _join(self) -> str:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        return channel

    async def _prove(self, channel: str, listener: asyncio.Task) -> None:
        """Send a pulse and see it come back, again and again; raises when one does not."""
        layer = get_channel_layer()
        while not listener.done():
            self._beat.clear()
            async with asyncio.timeout(self.PATIENCE):
                await layer.group_send(GROUP, {"type": "pulse", "of": channel})
                await self._beat.wait()
            self._note_up()
            await asyncio.wait([listener], timeout=self.EVERY)
        await listener

    async def _listen(self, channel: str) -> None:
        layer = get_channel_layer()
        while True:
            message = await layer.receive(channel)
            if message["type"] == "pulse":
                if message["of"] == channel:
                    self._beat.set()
                continue
            for item in message["items"]:
                self._receive(item)

    async def _let_go(self, listener: asyncio.Task | None) -> None:
        """Close everything first: the layer then has nothing to say good-bye to."""
        try:
            async with asyncio.timeout(self.PATIENCE):
                await get_channel_layer().flush()
        except Exception as error:
            logger.debug("link not closed: %s", type(error).__name__)
        if listener is not None:
            listener.cancel()
            await asyncio.wait([listener])

    def _note_up(self) -> None:
        if not self.up:
            self.up = True
            self._changed(True)
        self._tried.set()

    def _note_down(self, error: Exception) -> None:
        if self.up or not self._tried.is_set():
            logger.warning("channel layer lost: %s", type(error).__name__)
        self._tried.set()
        if self.up:
            self.up = False
            self._changed(False)
