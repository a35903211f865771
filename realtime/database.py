"""Database work of the sockets, off the event loop and in threads of their own.

Django's default runs all of it in one shared thread: a message that waits for a case's lock
would hold up every other socket of the process.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from channels.db import database_sync_to_async

# Readers never wait for a lock; acts may, and must not hold the readers up.
_readers = ThreadPoolExecutor(max_workers=3, thread_name_prefix="live-reader")
_acts = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-act")


async def reading(function: Callable, *args: Any, **kwargs: Any) -> Any:
    """Run a function that only reads."""
    run = database_sync_to_async(function, thread_sensitive=False, executor=_readers)
    return await run(*args, **kwargs)


async def acting(function: Callable, *args: Any, **kwargs: Any) -> Any:
    """Run a function that writes, and may wait for its turn."""
    run = database_sync_to_async(function, thread_sensitive=False, executor=_acts)
    return await run(*args, **kwargs)
