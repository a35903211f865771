"""Who listens to what in this web process. One for each event loop, shared by its sockets."""

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from realtime.subscriptions import Subscription

if TYPE_CHECKING:
    from realtime.consumer import LiveSocket


class Watch:
    """One case that sockets of this process follow, and the newest number heard of it."""

    __slots__ = ("case_id", "subscriptions", "task", "wanted")

    def __init__(self, case_id: int) -> None:
        self.case_id = case_id
        self.wanted = 0
        self.subscriptions: set[Subscription] = set()
        self.task: asyncio.Task | None = None

    @property
    def reached(self) -> int:
        """The number that everybody here was brought to."""
        return min((sub.cursor for sub in self.subscriptions), default=self.wanted)


class Switchboard:
    """The maps from news to sockets. Touched by its event loop only, so without locks."""

    def __init__(self) -> None:
        self.sockets: set[LiveSocket] = set()
        self.watches: dict[int, Watch] = {}
        self.lists: defaultdict[str, set[LiveSocket]] = defaultdict(set)
        # What was heard of each case lately: the re-check then knows what got lost.
        self.heard: dict[int, int] = {}

    def follow(self, subscription: Subscription) -> Watch:
        """Add a subscription; news of its case reach it from now on."""
        watch = self.watches.get(subscription.case_id)
        if watch is None:
            watch = self.watches[subscription.case_id] = Watch(subscription.case_id)
        watch.subscriptions.add(subscription)
        return watch

    def unfollow(self, subscription: Subscription) -> None:
        """Take a subscription away; a case that nobody follows is forgotten."""
        watch = self.watches.get(subscription.case_id)
        if watch is None:
            return
        watch.subscriptions.discard(subscription)
        if not watch.subscriptions:
            del self.watches[subscription.case_id]

    def listen(self, socket: "LiveSocket", topics: set[str]) -> None:
        """Make a socket listen to exactly these lists."""
        for topic in socket.topics - topics:
            self.lists[topic].discard(socket)
            if not self.lists[topic]:
                del self.lists[topic]
        for topic in topics - socket.topics:
            self.lists[topic].add(socket)
        socket.topics = topics

    def nudge(self, topics: list[str]) -> None:
        """Tell the lists that show these topics that they changed."""
        for topic in topics:
            for socket in self.lists.get(topic, ()):
                socket.nudge(topic)
